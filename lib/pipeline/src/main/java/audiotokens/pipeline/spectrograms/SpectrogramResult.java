package audiotokens.pipeline.spectrograms;

/**
 * The figures of stage 2, as its record keeps them.
 *
 * @param train training clips that have a spectrogram
 * @param validation validation clips that have one
 * @param frames frames of all of them
 */
record SpectrogramResult(int train, int validation, long frames) {}
