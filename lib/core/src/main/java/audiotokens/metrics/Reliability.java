package audiotokens.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Reliability diagram: the scores of all clips and labels in bins of equal width, with the fraction of positives in
 * each bin. Source: Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015.
 *
 * @param bins non-empty bins, from the lowest scores to the highest
 */
public record Reliability(List<Bin> bins) {
    /** Number of bins, as in Guo et al., 2017. */
    private static final int BINS = 15;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * A bin of scores from {@code low} to {@code high}.
     *
     * @param count number of scores
     * @param meanScore mean of the scores
     * @param positives fraction of scores whose clip has the label
     */
    public record Bin(double low, double high, long count, double meanScore, double positives) {}

    /** Returns the reliability of all scores. */
    public static Reliability of(Predictions predictions) {
        long[] counts = new long[BINS];
        double[] scoreSums = new double[BINS];
        double[] positives = new double[BINS];
        for (int clip = 0; clip < predictions.scores().length; clip++) {
            for (int label = 0; label < predictions.nLabels(); label++) {
                float score = predictions.scores()[clip][label];
                int bin = Math.clamp((int) (score * BINS), 0, BINS - 1);
                counts[bin]++;
                scoreSums[bin] += score;
                positives[bin] += predictions.targets()[clip][label];
            }
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                bins.add(new Bin(
                        (double) bin / BINS,
                        (bin + 1.0) / BINS,
                        counts[bin],
                        scoreSums[bin] / counts[bin],
                        positives[bin] / counts[bin]));
            }
        }
        return new Reliability(bins);
    }

    /**
     * Returns the expected calibration error (ECE): the mean absolute difference between mean score and fraction of
     * positives, weighted by the count of each bin; 0 to 1.
     */
    public double expectedCalibrationError() {
        double sum = 0;
        long count = 0;
        for (Bin bin : bins) {
            sum += bin.count() * Math.abs(bin.meanScore() - bin.positives());
            count += bin.count();
        }
        return sum / count;
    }
}
