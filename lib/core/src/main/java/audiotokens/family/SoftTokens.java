package audiotokens.family;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A clip in one family's words: for each vector its three nearest centroids, nearest first, which count 1, 1/2 and 1/3.
 *
 * @param vocabularySize number of words
 * @param tokens (n, 3), each from 0 to below vocabularySize; not copied, not to be changed
 * @param seconds the center of each vector's window in the clip, in seconds
 * @param positions the center of each vector's window among the frames that hold sound, 0 to 1
 * @param levels the mean level of each vector's window, in dB
 */
public record SoftTokens(int vocabularySize, int[] tokens, float[] seconds, float[] positions, float[] levels) {
    /** Words of a vector. */
    public static final int RANKS = 3;

    /** The loudest quarter of a clip. */
    private static final int LOUDEST = 4;

    public SoftTokens {
        if (tokens.length != RANKS * seconds.length
                || positions.length != seconds.length
                || levels.length != seconds.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, " + seconds.length + " times, "
                    + positions.length + " positions and " + levels.length + " levels do not belong together");
        }
        for (int token : tokens) {
            if (token < 0 || token >= vocabularySize) {
                throw new IllegalArgumentException("token " + token + " is not below " + vocabularySize);
            }
        }
    }

    /** Number of vectors. */
    public int count() {
        return seconds.length;
    }

    /** The word of a vector; rank 0 is the nearest. */
    public int token(int vector, int rank) {
        return tokens[RANKS * vector + rank];
    }

    /** What the word of a rank counts: 1, 1/2, 1/3. */
    public static float weight(int rank) {
        return 1f / (1 + rank);
    }

    /** The vectors of the clip's loudest quarter: of n, the ⌈n/4⌉ of the highest levels, loudest first. */
    public int[] loudest() {
        return IntStream.range(0, count())
                .boxed()
                .sorted(Comparator.comparingDouble(vector -> -levels[vector]))
                .limit(Math.ceilDiv(count(), LOUDEST))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The words of one rank, (n,). */
    public long[] ofRank(int rank) {
        long[] words = new long[count()];
        for (int vector = 0; vector < words.length; vector++) {
            words[vector] = token(vector, rank);
        }
        return words;
    }

    /** The nearest word of each vector. */
    public long[] nearest() {
        return ofRank(0);
    }
}
