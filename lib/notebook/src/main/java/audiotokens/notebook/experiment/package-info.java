/** Experiments: sweeps, cross-validation and pre-training on top of the pipeline. Finished runs are kept. */
package audiotokens.notebook.experiment;
