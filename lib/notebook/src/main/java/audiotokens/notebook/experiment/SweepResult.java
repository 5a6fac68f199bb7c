package audiotokens.notebook.experiment;

/**
 * The result of one run of a sweep.
 *
 * @param name name of the variant
 * @param meanAveragePrecision validation mAP of the best epoch, or of the fitted model if it has no epochs
 * @param seconds computing time of all its stages, in seconds
 * @param nDistinctTokens number of distinct tokens in the training clips
 */
public record SweepResult(String name, double meanAveragePrecision, double seconds, int nDistinctTokens) {}
