package audiotokens.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Average precision: the mean of the precisions at each threshold, weighted by the increase in recall. Clips with equal
 * scores share a threshold.
 *
 * <p>Same as scikit-learn's {@code average_precision_score}, without interpolation.
 */
public final class AveragePrecision {
    private AveragePrecision() {}

    /**
     * Returns the average precision of one label, 0 to 1; empty if no clip has the label.
     *
     * @param scores one score per clip; higher means that the label is more likely
     * @param positive whether each clip has the label
     */
    public static OptionalDouble of(float[] scores, boolean[] positive) {
        double value = RankedLabel.of(scores, positive).averagePrecision(unitWeights(scores.length));
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Returns the average precision of each label; NaN for a label that no clip has. */
    public static double[] perLabel(Predictions predictions) {
        double[] precisions = new double[predictions.nLabels()];
        Arrays.parallelSetAll(precisions, label -> of(predictions.scoresOf(label), predictions.positivesOf(label))
                .orElse(Double.NaN));
        return precisions;
    }

    /**
     * Returns the mean average precision over the labels with at least one positive clip; NaN if there is no such
     * label.
     */
    public static double mean(Predictions predictions) {
        return meanIgnoringNaN(perLabel(predictions));
    }

    static double meanIgnoringNaN(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Returns weights of 1 for each clip. */
    public static int[] unitWeights(int clips) {
        int[] weights = new int[clips];
        Arrays.fill(weights, 1);
        return weights;
    }
}
