package audiotokens.pipeline.tokens;

/**
 * The figures of stage 4, as its record keeps them.
 *
 * @param train training clips that have tokens
 * @param validation validation clips that have tokens
 * @param counts occurrences by token in the training clips
 */
record TokenResult(int train, int validation, long[] counts) {}
