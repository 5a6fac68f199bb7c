package audiotokens.pipeline.tokens;

import org.jspecify.annotations.Nullable;

/**
 * Result of stage 4, as stored in its {@link audiotokens.pipeline.run.StageRecord}.
 *
 * @param train number of training clips with tokens
 * @param validation number of validation clips with tokens
 * @param counts number of occurrences of each token in the training clips, for the first stream
 * @param furtherCounts the same for the other streams, in order; null in stage records of older versions
 */
record TokenResult(int train, int validation, long[] counts, long @Nullable [][] furtherCounts) {}
