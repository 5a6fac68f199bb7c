package audiotokens.pipeline.spectrograms;

/**
 * Result of stage 2, as stored in its {@link audiotokens.pipeline.run.StageRecord}.
 *
 * @param train number of training clips with a spectrogram
 * @param validation number of validation clips with a spectrogram
 * @param frames total number of frames
 */
record SpectrogramResult(int train, int validation, long frames) {}
