/** Stage 2, spectrograms: from a clip's samples to its mel-spectrogram in dB. */
package audiotokens.spectrogram;
