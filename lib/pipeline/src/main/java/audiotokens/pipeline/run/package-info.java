/** What every stage of a run shares: the run's folder, its record of finished work, progress, threads and problems. */
package audiotokens.pipeline.run;
