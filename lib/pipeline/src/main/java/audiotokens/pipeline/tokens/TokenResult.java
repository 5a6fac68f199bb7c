package audiotokens.pipeline.tokens;

/**
 * The figures of stage 4, as its record keeps them.
 *
 * @param train training clips that have tokens
 * @param validation validation clips that have tokens
 * @param counts occurrences by token in the training clips, of the first stream
 * @param furtherCounts the same of the other streams, in order; null in an older record
 */
record TokenResult(int train, int validation, long[] counts, long[][] furtherCounts) {}
