package audiotokens.family;

import java.util.Arrays;

/**
 * A clip's tokens in one family: the three nearest centroids of each vector, nearest first, weighted 1, 1/2 and 1/3.
 *
 * @param vocabularySize number of distinct tokens
 * @param tokens (n, 3), each from 0 to vocabularySize - 1; not copied; do not modify
 * @param seconds center of each vector's window in the clip, in seconds
 * @param positions center of each vector's window among the non-silent frames, from 0 to 1
 * @param levels mean level of each vector's window, in dB
 */
public record SoftTokens(int vocabularySize, int[] tokens, float[] seconds, float[] positions, float[] levels) {
    /** Number of tokens per vector. */
    public static final int RANKS = 3;

    /** One in this many vectors counts as loudest. */
    private static final int LOUDEST_DIVISOR = 4;

    public SoftTokens {
        if (tokens.length != RANKS * seconds.length
                || positions.length != seconds.length
                || levels.length != seconds.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, " + seconds.length + " times, "
                    + positions.length + " positions and " + levels.length + " levels have inconsistent lengths");
        }
        for (int token : tokens) {
            if (token < 0 || token >= vocabularySize) {
                throw new IllegalArgumentException("token must be below " + vocabularySize + ", was " + token);
            }
        }
    }

    /** Returns the number of vectors. */
    public int count() {
        return seconds.length;
    }

    /** Returns a vector's token; rank 0 is the nearest. */
    public int token(int vector, int rank) {
        return tokens[RANKS * vector + rank];
    }

    /** Returns the weight of a rank: 1, 1/2, 1/3. */
    public static float weight(int rank) {
        return 1f / (1 + rank);
    }

    /**
     * Returns the indices of the loudest 25% of the clip's vectors: of n, the ⌈n/4⌉ with the highest level, loudest
     * first.
     */
    public int[] loudest() {
        // a level's bits in the upper half, ordered like the levels but descending; the index in the lower half
        long[] keys = new long[count()];
        for (int vector = 0; vector < keys.length; vector++) {
            float level = Float.isNaN(levels[vector]) ? Float.NEGATIVE_INFINITY : levels[vector];
            int bits = Float.floatToIntBits(level);
            int ascending = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
            keys[vector] = ((long) ~ascending << Integer.SIZE) | vector;
        }
        Arrays.sort(keys);
        int[] loudest = new int[Math.ceilDiv(count(), LOUDEST_DIVISOR)];
        Arrays.setAll(loudest, i -> (int) keys[i]);
        return loudest;
    }

    /** Returns the tokens of one rank, (n,). */
    public long[] tokensOfRank(int rank) {
        long[] ids = new long[count()];
        for (int vector = 0; vector < ids.length; vector++) {
            ids[vector] = token(vector, rank);
        }
        return ids;
    }

    /** Returns the token of each vector's nearest centroid. */
    public long[] nearest() {
        return tokensOfRank(0);
    }
}
