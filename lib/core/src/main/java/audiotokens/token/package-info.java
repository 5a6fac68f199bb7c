/**
 * Tokenizers: from a clip's spectrogram or sound to tokens and back. {@link audiotokens.token.Tokenizer} is open for
 * implementation.
 */
package audiotokens.token;
