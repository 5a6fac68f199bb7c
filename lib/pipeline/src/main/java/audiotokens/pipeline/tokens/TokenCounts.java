package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.Split;
import java.util.Arrays;

/**
 * How many clips have tokens, and how often each token occurs in those that train.
 *
 * @param train training clips
 * @param validation validation clips
 * @param counts occurrences by token; a token above the last one does not occur
 */
record TokenCounts(int train, int validation, long[] counts) implements Mergeable<TokenCounts> {
    static final TokenCounts NONE = new TokenCounts(0, 0, new long[0]);

    static TokenCounts of(Split split, long[] tokens) {
        if (split == Split.VALIDATION) {
            return new TokenCounts(0, 1, NONE.counts);
        }
        long[] counts = new long[1 + (int) Arrays.stream(tokens).max().orElse(-1)];
        for (long token : tokens) {
            counts[(int) token]++;
        }
        return new TokenCounts(1, 0, counts);
    }

    @Override
    public TokenCounts merge(TokenCounts following) {
        boolean longer = counts.length >= following.counts.length;
        long[] sum = longer ? counts : following.counts;
        long[] other = longer ? following.counts : counts;
        for (int token = 0; token < other.length; token++) {
            sum[token] += other[token];
        }
        return new TokenCounts(train + following.train, validation + following.validation, sum);
    }

    TokenResult result(int vocabularySize) {
        return new TokenResult(train, validation, Arrays.copyOf(counts, vocabularySize));
    }
}
