package audiotokens.metrics;

import java.util.Arrays;

/**
 * All clips ranked by their score for one label, for computing metrics repeatedly with different weights.
 *
 * @param order clip indices, highest score first
 * @param endsThreshold whether the clip at each rank is the last one with its score; clips with equal scores share a
 *     threshold
 * @param positive whether the clip at each rank has the label
 */
public record RankedLabel(int[] order, boolean[] endsThreshold, boolean[] positive) {

    /** Sorts clips by score. */
    public static RankedLabel of(float[] scores, boolean[] positives) {
        long[] keys = new long[scores.length];
        for (int clip = 0; clip < keys.length; clip++) {
            int bits = Float.floatToIntBits(scores[clip] + 0f);
            int ascending = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
            keys[clip] = (long) ~ascending << 32 | clip;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        boolean[] ends = new boolean[keys.length];
        boolean[] positive = new boolean[keys.length];
        for (int rank = 0; rank < keys.length; rank++) {
            order[rank] = (int) keys[rank];
            positive[rank] = positives[order[rank]];
            ends[rank] = rank == keys.length - 1 || keys[rank + 1] >> 32 != keys[rank] >> 32;
        }
        return new RankedLabel(order, ends, positive);
    }

    /**
     * Returns the average precision with each clip counted {@code weights[clip]} times; NaN if no positive clip has a
     * weight above 0.
     */
    public double averagePrecision(int[] weights) {
        double sum = 0;
        long truePositives = 0;
        long previousTruePositives = 0;
        long ranked = 0;
        int ranks = ranksUpToLastPositive();
        for (int rank = 0; rank < ranks; rank++) {
            int weight = weights[order[rank]];
            ranked += weight;
            truePositives += positive[rank] ? weight : 0;
            if (endsThreshold[rank] && truePositives > previousTruePositives) {
                sum += (double) (truePositives - previousTruePositives) * truePositives / ranked;
                previousTruePositives = truePositives;
            }
        }
        return truePositives == 0 ? Double.NaN : sum / truePositives;
    }

    /**
     * Returns the number of ranks down to the threshold of the lowest positive; lower ranks do not change the average
     * precision.
     */
    private int ranksUpToLastPositive() {
        int ranks = order.length;
        while (ranks > 0 && !positive[ranks - 1]) {
            ranks--;
        }
        while (ranks > 0 && !endsThreshold[ranks - 1]) {
            ranks++;
        }
        return ranks;
    }

    /**
     * Returns the area under the receiver operating characteristic: the probability that a positive clip scores higher
     * than a negative one, ties counting half; NaN if all clips or none have the label.
     */
    public double rocAuc() {
        long positives = 0;
        long negatives = 0;
        double area = 0;
        long tiedPositives = 0;
        long tiedNegatives = 0;
        for (int rank = 0; rank < order.length; rank++) {
            if (positive[rank]) {
                tiedPositives++;
            } else {
                tiedNegatives++;
            }
            if (endsThreshold[rank]) {
                area += tiedNegatives * (positives + tiedPositives / 2.0);
                positives += tiedPositives;
                negatives += tiedNegatives;
                tiedPositives = 0;
                tiedNegatives = 0;
            }
        }
        return area / ((double) positives * negatives);
    }
}
