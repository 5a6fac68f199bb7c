package audiotokens.token;

import java.util.Arrays;

/** Accumulates the frames of each token and computes their means. */
final class SpectrumMeans {
    private final int nMels;
    private final double[] sums;
    private final long[] counts;

    SpectrumMeans(int nMels, int vocabularySize) {
        this.nMels = nMels;
        this.sums = new double[vocabularySize * nMels];
        this.counts = new long[vocabularySize];
    }

    /**
     * Adds frames.
     *
     * @param frames (n, nMels)
     * @param tokens token of each frame, (n,)
     */
    void add(float[] frames, long[] tokens) {
        for (int frame = 0; frame < tokens.length; frame++) {
            int token = (int) tokens[frame];
            counts[token]++;
            for (int mel = 0; mel < nMels; mel++) {
                sums[token * nMels + mel] += frames[frame * nMels + mel];
            }
        }
    }

    /** Returns the number of frames of each token: (vocabularySize,). */
    long[] counts() {
        return counts.clone();
    }

    /**
     * Returns the mean of each token's frames, (vocabularySize, nMels); for a token without frames, the mean of all
     * frames.
     */
    float[] means() {
        double[] overallMean = new double[nMels];
        long total = Math.max(1, Arrays.stream(counts).sum());
        for (int i = 0; i < sums.length; i++) {
            overallMean[i % nMels] += sums[i] / total;
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            long count = counts[i / nMels];
            means[i] = (float) (count == 0 ? overallMean[i % nMels] : sums[i] / count);
        }
        return means;
    }
}
