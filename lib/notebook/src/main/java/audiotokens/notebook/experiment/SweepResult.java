package audiotokens.notebook.experiment;

/**
 * What came of one run of a sweep.
 *
 * @param name of the variant
 * @param meanAveragePrecision on the validation clips, of the best epoch where there are epochs
 * @param seconds of all its stages, when they were computed
 * @param tokens different tokens in the training clips
 */
public record SweepResult(String name, double meanAveragePrecision, double seconds, int tokens) {}
