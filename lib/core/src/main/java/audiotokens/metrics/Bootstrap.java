package audiotokens.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How far the mAP would wander with other validation clips of the same kind (Efron, 1979). */
final class Bootstrap {
    private Bootstrap() {}

    /**
     * The interval that holds 95 % of the mAPs of {@code samples} draws of the clips with replacement.
     *
     * @param labels the labels that some clip has
     * @param clips number of clips
     */
    static Interval ofMap(List<RankedLabel> labels, int clips, int samples, long seed) {
        long[] seeds = new SplittableRandom(seed).longs(samples).toArray();
        double[] maps = IntStream.range(0, samples)
                .parallel()
                .mapToDouble(sample -> map(labels, drawn(clips, new SplittableRandom(seeds[sample]))))
                .sorted()
                .toArray();
        return new Interval(quantile(maps, 0.025), quantile(maps, 0.975));
    }

    private static double map(List<RankedLabel> labels, int[] weights) {
        return AveragePrecision.meanOfNumbers(labels.stream()
                .mapToDouble(label -> label.averagePrecision(weights))
                .toArray());
    }

    private static int[] drawn(int clips, SplittableRandom random) {
        int[] weights = new int[clips];
        for (int i = 0; i < clips; i++) {
            weights[random.nextInt(clips)]++;
        }
        return weights;
    }

    private static double quantile(double[] sorted, double share) {
        double[] numbers =
                Arrays.stream(sorted).filter(value -> !Double.isNaN(value)).toArray();
        return numbers.length == 0 ? Double.NaN : numbers[(int) Math.round(share * (numbers.length - 1))];
    }
}
