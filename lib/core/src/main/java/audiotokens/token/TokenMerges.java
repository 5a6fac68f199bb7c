package audiotokens.token;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Byte-pair merging of token sequences: each merge makes one longer token of a pair of neighbors. Merge number i makes the
 * token {@code vocabularySize + i}; its parts may be tokens of earlier merges. Source: Sennrich et al., "Neural Machine
 * Translation of Rare Words with Subword Units", 2016; {@link MergeLearner} finds the merges.
 *
 * @param vocabularySize number of tokens before any merge
 * @param merges in the order in which they were learned and are applied
 */
public record TokenMerges(int vocabularySize, List<Merge> merges) {

    /**
     * A pair of neighbors that becomes one token.
     *
     * @param left first of the two
     * @param right second of the two
     */
    public record Merge(int left, int right) {}

    public TokenMerges {
        merges = List.copyOf(merges);
        for (int i = 0; i < merges.size(); i++) {
            Merge merge = merges.get(i);
            int end = vocabularySize + i;
            if (merge.left() < 0 || merge.right() < 0 || merge.left() >= end || merge.right() >= end) {
                throw new IllegalArgumentException("merge " + i + " is of the tokens " + merge.left() + " and "
                        + merge.right() + "; there are " + end + " before it");
            }
        }
    }

    /** Number of tokens with the merged ones. */
    public int mergedVocabularySize() {
        return vocabularySize + merges.size();
    }

    /**
     * Replaces pairs by merged tokens: the merges one after the other, each from left to right, pairs not overlapping.
     *
     * @param tokens each from 0 to below vocabularySize; not changed
     */
    public long[] merge(long[] tokens) {
        return new PairMerger(this).merge(tokens);
    }

    /** A pair as one number, in the order of its left, then its right token. */
    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** Replaces a pair in place, from left to right, and gives the new length. */
    static int replace(int[] ids, int length, Merge merge, int token) {
        int to = 0;
        for (int from = 0; from < length; from++) {
            if (from + 1 < length && ids[from] == merge.left() && ids[from + 1] == merge.right()) {
                ids[to++] = token;
                from++;
            } else {
                ids[to++] = ids[from];
            }
        }
        return to;
    }

    /** The tokens before any merge that merged tokens stand for. */
    public long[] expand(long[] merged) {
        long[] expanded = new long[2 * merged.length];
        int length = 0;
        Deque<Integer> open = new ArrayDeque<>();
        for (long token : merged) {
            open.push(Math.toIntExact(token));
            while (!open.isEmpty()) {
                int next = open.pop();
                if (next >= vocabularySize) {
                    Merge merge = merges.get(next - vocabularySize);
                    open.push(merge.right());
                    open.push(merge.left());
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
     * The mean of the vectors of the tokens that each token stands for: (mergedVocabularySize, size).
     *
     * @param vectors of the tokens before any merge: (vocabularySize, size)
     */
    public float[][] vectors(float[][] vectors) {
        float[][] all = Arrays.copyOf(vectors, mergedVocabularySize());
        for (int token = vocabularySize; token < all.length; token++) {
            long[] parts = expand(new long[] {token});
            float[] mean = new float[vectors[0].length];
            for (long part : parts) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += vectors[(int) part][i] / parts.length;
                }
            }
            all[token] = mean;
        }
        return all;
    }
}
