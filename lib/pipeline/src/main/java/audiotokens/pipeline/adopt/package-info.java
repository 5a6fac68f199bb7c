/** Imports the files of the Python original into a run's folder. */
package audiotokens.pipeline.adopt;
