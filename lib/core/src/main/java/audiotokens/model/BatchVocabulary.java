package audiotokens.model;

import java.util.Arrays;
import java.util.List;

/**
 * The distinct tokens of a codebook that occur in a batch, numbered by first occurrence.
 *
 * @param tokens the tokens; token 0 if there are none
 * @param columns number of each token of the codebook; -1 if it does not occur
 */
record BatchVocabulary(long[] tokens, int[] columns) {

    /**
     * The tokens of a batch, mixup partners included.
     *
     * @param streams indices of the codebook's streams
     * @param vocabularySize number of tokens in the codebook
     */
    static BatchVocabulary of(Batch batch, List<Integer> streams, int vocabularySize) {
        int[] columns = new int[vocabularySize];
        Arrays.fill(columns, -1);
        long[] tokens = new long[vocabularySize];
        int count = 0;
        for (int index : streams) {
            Batch.OfTokens stream = batch.streams().get(index);
            for (int clip = 0; clip < stream.size(); clip++) {
                int from = clip * stream.longest();
                for (int i = from; i < from + stream.lengths()[clip]; i++) {
                    count = number(stream.ids()[i], columns, tokens, count);
                    count = number(stream.others()[i], columns, tokens, count);
                }
            }
        }
        return new BatchVocabulary(Arrays.copyOf(tokens, Math.max(1, count)), columns);
    }

    private static int number(long token, int[] columns, long[] tokens, int count) {
        if (columns[(int) token] >= 0) {
            return count;
        }
        columns[(int) token] = count;
        tokens[count] = token;
        return count + 1;
    }

    /** Number of distinct tokens, at least 1. */
    int size() {
        return tokens.length;
    }

    /** The number of a token that occurs in the batch. */
    int column(long token) {
        return columns[(int) token];
    }
}
