package audiotokens.bag;

import audiotokens.family.SoftTokens;
import java.util.stream.IntStream;

/**
 * Token frequencies of a clip, which sum to 1; all zeros for a clip without tokens. The three nearest tokens of each
 * vector count 1, 1/2 and 1/3.
 */
public final class BagOfTokens {
    private BagOfTokens() {}

    /** Returns the relative frequency of each token, (vocabularySize,). */
    public static float[] of(SoftTokens tokens) {
        return of(tokens, IntStream.range(0, tokens.count()).toArray());
    }

    /**
     * Returns the relative frequencies in the loudest 25% of the clip's vectors: of n vectors, the ⌈n/4⌉ with the
     * highest levels.
     */
    public static float[] ofLoudest(SoftTokens tokens) {
        return of(tokens, tokens.loudest());
    }

    private static float[] of(SoftTokens tokens, int[] vectors) {
        double[] counts = new double[tokens.vocabularySize()];
        double sum = 0;
        for (int vector : vectors) {
            for (int rank = 0; rank < SoftTokens.RANKS; rank++) {
                counts[tokens.token(vector, rank)] += 1.0 / (1 + rank);
                sum += 1.0 / (1 + rank);
            }
        }
        float[] frequencies = new float[counts.length];
        for (int token = 0; token < frequencies.length; token++) {
            frequencies[token] = sum == 0 ? 0 : (float) (counts[token] / sum);
        }
        return frequencies;
    }
}
