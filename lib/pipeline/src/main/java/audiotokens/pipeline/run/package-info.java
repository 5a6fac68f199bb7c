/** What the stages of a run share: the run's folder, stage records, executors, locks and problems. */
package audiotokens.pipeline.run;
