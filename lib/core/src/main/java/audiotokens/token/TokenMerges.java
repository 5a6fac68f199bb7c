package audiotokens.token;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Byte-pair encoding of token sequences: each merge replaces a pair of adjacent tokens by one new token. Merge i
 * creates the token {@code vocabularySize + i}; its parts may be tokens that earlier merges created. Source: Sennrich
 * et al., "Neural Machine Translation of Rare Words with Subword Units", 2016. {@link MergeLearner} learns the merges.
 *
 * @param vocabularySize number of distinct tokens before merging
 * @param merges merges in the order in which they were learned and are applied
 */
public record TokenMerges(int vocabularySize, List<Merge> merges) {

    /**
     * A pair of adjacent tokens that becomes one token.
     *
     * @param left first token
     * @param right second token
     */
    public record Merge(int left, int right) {}

    public TokenMerges {
        merges = List.copyOf(merges);
        for (int i = 0; i < merges.size(); i++) {
            Merge merge = merges.get(i);
            int end = vocabularySize + i;
            if (merge.left() < 0 || merge.right() < 0 || merge.left() >= end || merge.right() >= end) {
                throw new IllegalArgumentException("merge " + i + " has the tokens " + merge.left() + " and "
                        + merge.right() + ", but only " + end + " tokens precede it");
            }
        }
    }

    /** Returns the number of distinct tokens, including merged ones. */
    public int mergedVocabularySize() {
        return vocabularySize + merges.size();
    }

    /**
     * Applies the merges in order, each from left to right on non-overlapping pairs.
     *
     * @param tokens ids from 0 to vocabularySize - 1; not modified
     */
    public long[] merge(long[] tokens) {
        return new PairMerger(this).merge(tokens);
    }

    /** Returns a pair as one number. These numbers order pairs by left token, then by right token. */
    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** Replaces the merge's pair by {@code token} in place, from left to right, and returns the new length. */
    static int replace(int[] ids, int length, Merge merge, int token) {
        int newLength = 0;
        for (int i = 0; i < length; i++) {
            if (i + 1 < length && ids[i] == merge.left() && ids[i + 1] == merge.right()) {
                ids[newLength++] = token;
                i++;
            } else {
                ids[newLength++] = ids[i];
            }
        }
        return newLength;
    }

    /** Expands merged tokens to the tokens before merging. */
    public long[] expand(long[] merged) {
        long[] expanded = new long[2 * merged.length];
        int length = 0;
        Deque<Integer> pending = new ArrayDeque<>();
        for (long token : merged) {
            pending.push(Math.toIntExact(token));
            while (!pending.isEmpty()) {
                int next = pending.pop();
                if (next >= vocabularySize) {
                    Merge merge = merges.get(next - vocabularySize);
                    pending.push(merge.right());
                    pending.push(merge.left());
                } else {
                    if (length == expanded.length) {
                        expanded = Arrays.copyOf(expanded, 2 * length);
                    }
                    expanded[length++] = next;
                }
            }
        }
        return Arrays.copyOf(expanded, length);
    }

    /**
     * Returns, for each token, the mean vector of the tokens that it expands to: (mergedVocabularySize, size).
     *
     * @param vectors vectors of the tokens before merging, (vocabularySize, size)
     */
    public float[][] vectors(float[][] vectors) {
        float[][] allVectors = Arrays.copyOf(vectors, mergedVocabularySize());
        for (int token = vocabularySize; token < allVectors.length; token++) {
            long[] parts = expand(new long[] {token});
            float[] mean = new float[vectors[0].length];
            for (long part : parts) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += vectors[(int) part][i] / parts.length;
                }
            }
            allVectors[token] = mean;
        }
        return allVectors;
    }
}
