/** Inference with a trained model: the bundle written by stage 6, and labels for recordings of any length. */
@NullMarked
package audiotokens.pipeline.listening;

import org.jspecify.annotations.NullMarked;
