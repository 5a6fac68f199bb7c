/**
 * Tokenizers, from spectrograms or waveforms to tokens and back. Implement {@link audiotokens.token.Tokenizer} to add
 * one.
 */
package audiotokens.token;
