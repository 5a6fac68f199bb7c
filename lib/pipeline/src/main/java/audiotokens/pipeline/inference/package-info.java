/** Inference with a trained model: the bundle written by stage 6, and labels for recordings of any length. */
@NullMarked
package audiotokens.pipeline.inference;

import org.jspecify.annotations.NullMarked;
