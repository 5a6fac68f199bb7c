package audiotokens.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * 95% confidence intervals of an mAP, and of the difference between two mAPs, by resampling clips with replacement.
 *
 * <p>The intervals cover the expected mAP of validation sets of this size. A resample repeats clips, and repeated
 * positives of a rare label tie more often than new clips would, so the resampled average precision is biased
 * upwards; with hundreds of rare labels a percentile interval can exclude the measured mAP. Therefore the resampled
 * values are shifted so that their mean is the measured value. Source: for bias correction and percentile intervals,
 * Davison and Hinkley, "Bootstrap Methods and their Application", 1997, chapters 2 and 5. {@code MeanAveragePrecisionBootstrapTest}
 * measures the coverage.
 */
public final class MeanAveragePrecisionBootstrap {
    private static final double TAIL_PROBABILITY = 0.025;

    private MeanAveragePrecisionBootstrap() {}

    /**
     * Returns the interval of an mAP. It contains the mAP and lies within 0 to 1.
     *
     * @param samples number of resamples
     * @param seed seed of the resampling
     */
    public static Interval ofMeanAveragePrecision(Predictions predictions, int samples, long seed) {
        return ofMeanAveragePrecision(rankLabels(predictions), predictions.ids().size(), samples, seed);
    }

    /**
     * Returns the interval of an mAP.
     *
     * @param labels the labels with at least one positive clip
     * @param clips number of clips
     */
    static Interval ofMeanAveragePrecision(List<RankedLabel> labels, int clips, int samples, long seed) {
        Interval interval = centeredInterval(clips, samples, seed, weights -> meanAveragePrecision(labels, weights));
        return new Interval(Math.max(0, interval.low()), Math.min(1, interval.high()));
    }

    /**
     * Returns the interval of {@code mAP(second) - mAP(first)}, using the same resampled clips for both models.
     *
     * @param first predictions of one model
     * @param second predictions of another model for the same labels and the same clips; the clips may be in a
     *     different order
     * @param samples number of resamples
     * @param seed seed of the resampling
     * @throws IllegalArgumentException if the clips or labels differ
     */
    public static Interval ofDifference(Predictions first, Predictions second, int samples, long seed) {
        Predictions aligned = alignTo(first, second);
        List<RankedLabel> firstLabels = rankLabels(first);
        List<RankedLabel> secondLabels = rankLabels(aligned);
        return centeredInterval(
                first.ids().size(),
                samples,
                seed,
                weights -> meanAveragePrecision(secondLabels, weights) - meanAveragePrecision(firstLabels, weights));
    }

    private static Interval centeredInterval(int clips, int samples, long seed, ToDoubleFunction<int[]> statistic) {
        double measured = statistic.applyAsDouble(AveragePrecision.unitWeights(clips));
        long[] seeds = new SplittableRandom(seed).longs(samples).toArray();
        double[] resampled = IntStream.range(0, samples)
                .parallel()
                .mapToDouble(sample -> statistic.applyAsDouble(resample(clips, new SplittableRandom(seeds[sample]))))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (resampled.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double shift = measured - Arrays.stream(resampled).average().getAsDouble();
        // the mean of a skewed distribution may be outside of its quantiles
        return new Interval(
                Math.min(measured, quantile(resampled, TAIL_PROBABILITY) + shift),
                Math.max(measured, quantile(resampled, 1 - TAIL_PROBABILITY) + shift));
    }

    private static double meanAveragePrecision(List<RankedLabel> labels, int[] weights) {
        return AveragePrecision.meanIgnoringNaN(labels.stream()
                .mapToDouble(label -> label.averagePrecision(weights))
                .toArray());
    }

    /** Draws clips with replacement and returns how many times each clip was drawn. */
    private static int[] resample(int clips, SplittableRandom random) {
        int[] weights = new int[clips];
        for (int i = 0; i < clips; i++) {
            weights[random.nextInt(clips)]++;
        }
        return weights;
    }

    private static List<RankedLabel> rankLabels(Predictions predictions) {
        return IntStream.range(0, predictions.nLabels())
                .mapToObj(label -> RankedLabel.of(predictions.scoresOf(label), predictions.positivesOf(label)))
                .toList();
    }

    private static Predictions alignTo(Predictions first, Predictions second) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < second.ids().size(); row++) {
            rows.put(second.ids().get(row), row);
        }
        if (rows.size() != first.ids().size() || !rows.keySet().containsAll(first.ids())) {
            throw new IllegalArgumentException("the models' predictions are for different clips");
        }
        int[] order = first.ids().stream().mapToInt(rows::get).toArray();
        float[][] targets =
                Arrays.stream(order).mapToObj(row -> second.targets()[row]).toArray(float[][]::new);
        if (!Arrays.deepEquals(first.targets(), targets)) {
            throw new IllegalArgumentException("the clips have different labels in the two predictions");
        }
        return new Predictions(
                first.ids(),
                Arrays.stream(order).mapToObj(row -> second.scores()[row]).toArray(float[][]::new),
                targets);
    }

    private static double quantile(double[] sorted, double quantile) {
        return sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }
}
