package audiotokens.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Average precision: the precision at each threshold, weighted by the recall gained there. Clips of one score share a
 * threshold.
 *
 * <p>Source: scikit-learn's {@code average_precision_score}, which does not interpolate.
 */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * Average precision of one label, from 0 to 1; empty where no clip has the label.
     *
     * @param scores higher where the label is more likely, one a clip
     * @param positive whether each clip has the label
     */
    public static OptionalDouble of(float[] scores, boolean[] positive) {
        long[] order = descending(scores);
        int positives = 0;
        for (boolean each : positive) {
            positives += each ? 1 : 0;
        }
        if (positives == 0) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        int found = 0;
        int foundBefore = 0;
        for (int rank = 0; rank < order.length; rank++) {
            int clip = (int) order[rank];
            found += positive[clip] ? 1 : 0;
            boolean thresholdEnds = rank == order.length - 1 || scores[(int) order[rank + 1]] != scores[clip];
            if (thresholdEnds) {
                sum += (double) (found - foundBefore) / positives * found / (rank + 1);
                foundBefore = found;
            }
        }
        return OptionalDouble.of(sum);
    }

    /** Average precision of each label; NaN where no clip has it. */
    public static double[] ofEachLabel(Predictions predictions) {
        double[] each = new double[predictions.labels()];
        Arrays.parallelSetAll(each, label -> of(predictions.scoresOf(label), predictions.positivesOf(label))
                .orElse(Double.NaN));
        return each;
    }

    /** Mean average precision over the labels that some clip has; NaN where there is none. */
    public static double mean(Predictions predictions) {
        return Arrays.stream(ofEachLabel(predictions))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Clip numbers by descending score, each in the low half of a long. */
    private static long[] descending(float[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f);
            int ascending = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
            keys[i] = (long) ~ascending << 32 | i;
        }
        Arrays.sort(keys);
        return keys;
    }
}
