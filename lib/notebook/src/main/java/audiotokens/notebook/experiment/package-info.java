/** Experiments: sweeps, cross-validation and pre-training on top of the pipeline. Finished runs are reused. */
@NullMarked
package audiotokens.notebook.experiment;

import org.jspecify.annotations.NullMarked;
