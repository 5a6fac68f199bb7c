/** Generates, stores and reads the spectrograms of a run. */
@NullMarked
package audiotokens.pipeline.spectrograms;

import org.jspecify.annotations.NullMarked;
