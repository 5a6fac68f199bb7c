/** Tokenizes the spectrograms of a run, and writes and reads the tokens. */
@NullMarked
package audiotokens.pipeline.tokens;

import org.jspecify.annotations.NullMarked;
