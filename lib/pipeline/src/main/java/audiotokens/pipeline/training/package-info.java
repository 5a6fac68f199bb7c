/** Trains the model of a run and writes its checkpoints. */
@NullMarked
package audiotokens.pipeline.training;

import org.jspecify.annotations.NullMarked;
