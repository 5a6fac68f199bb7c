package audiotokens.metrics;

import java.util.stream.IntStream;

/** The decision threshold of each label. */
public final class DecisionThresholds {
    private DecisionThresholds() {}

    /**
     * Returns, for each label, the threshold that gives the highest F1 score on {@code predictions}; of several such
     * thresholds, the highest. It lies halfway between two neighboring scores, or between the lowest score and 0.
     *
     * @param fallback threshold of labels without a positive clip
     * @return (labels,)
     */
    public static double[] maximizingF1(Predictions predictions, double fallback) {
        return IntStream.range(0, predictions.nLabels())
                .mapToDouble(label -> maximizingF1(
                        RankedLabel.of(predictions.scoresOf(label), predictions.positivesOf(label)),
                        predictions.scoresOf(label),
                        fallback))
                .toArray();
    }

    private static double maximizingF1(RankedLabel ranked, float[] scores, double fallback) {
        int positives = 0;
        for (boolean positive : ranked.positive()) {
            positives += positive ? 1 : 0;
        }
        double threshold = fallback;
        double maxF1 = 0;
        int truePositives = 0;
        int[] order = ranked.order();
        for (int rank = 0; rank < order.length; rank++) {
            truePositives += ranked.positive()[rank] ? 1 : 0;
            double f1 = 2.0 * truePositives / (rank + 1 + positives);
            if (ranked.endsThreshold()[rank] && f1 > maxF1) {
                maxF1 = f1;
                double nextScore = rank + 1 < order.length ? scores[order[rank + 1]] : 0;
                threshold = (scores[order[rank]] + nextScore) / 2;
            }
        }
        return threshold;
    }
}
