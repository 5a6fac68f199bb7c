/**
 * Tokenizers, from spectrograms or waveforms to tokens and back. Implement {@link audiotokens.token.Tokenizer} to add
 * one.
 */
@NullMarked
package audiotokens.token;

import org.jspecify.annotations.NullMarked;
