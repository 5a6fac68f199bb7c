package audiotokens.family;

/**
 * Statistics of the bands' envelopes over a long window: standard deviation, skewness, kurtosis and roughness (mean
 * squared difference of consecutive frames) of each envelope, and the correlations between envelopes. The choice of
 * statistics follows J. McDermott and E. Simoncelli, "Sound texture perception via statistics of the auditory
 * periphery", 2011.
 *
 * @param bands number of bands, each an average of neighboring mel bands
 * @param window frames per window
 * @param hop frames between window starts
 */
public record TextureStatistics(int bands, int window, int hop) implements FeatureExtractor {
    private static final double VARIANCE_OFFSET = 1;
    private static final double KURTOSIS_OFFSET = 0.1;
    private static final double ROUGHNESS_OFFSET = 0.02;
    private static final double CORRELATION_WEIGHT = 0.7;

    public TextureStatistics {
        if (bands < 1 || window < 2 || hop < 1) {
            throw new IllegalArgumentException(
                    "invalid windows: " + bands + " bands, " + window + " frames, hop " + hop);
        }
    }

    @Override
    public int size(int nMels) {
        return 4 * bands + bands * (bands - 1) / 2;
    }

    /**
     * Returns standard deviations, skewnesses, kurtoses and roughnesses, (4, bands), then the correlations of each band
     * with those above it, starting at the lowest band.
     */
    @Override
    public FeatureVectors extract(LogMel mel) {
        return BandWindows.extract(mel, bands, this, this::describe);
    }

    private void describe(double[][] envelopes, float[] vector, int offset) {
        for (int band = 0; band < bands; band++) {
            double[] envelope = envelopes[band];
            double squares = 0;
            for (double value : envelope) {
                squares += value * value;
            }
            double standardDeviation = Math.sqrt(squares / window + VARIANCE_OFFSET);
            double cubes = 0;
            double fourths = 0;
            double squaredDifferences = 0;
            double previous = 0;
            for (int i = 0; i < window; i++) {
                double value = envelope[i] / standardDeviation;
                envelope[i] = value;
                cubes += value * value * value;
                fourths += value * value * value * value;
                squaredDifferences += i == 0 ? 0 : (value - previous) * (value - previous);
                previous = value;
            }
            vector[offset + band] = (float) Math.log(standardDeviation);
            vector[offset + bands + band] = (float) (cubes / window);
            vector[offset + 2 * bands + band] = (float) Math.log(fourths / window + KURTOSIS_OFFSET);
            vector[offset + 3 * bands + band] = (float) Math.log(squaredDifferences / (window - 1) + ROUGHNESS_OFFSET);
        }
        int next = offset + 4 * bands;
        for (int band = 0; band < bands; band++) {
            for (int other = band + 1; other < bands; other++) {
                vector[next++] = (float) (CORRELATION_WEIGHT * meanProduct(envelopes[band], envelopes[other]));
            }
        }
    }

    /** Uses four independent sums, to avoid a single dependency chain of additions. */
    private double meanProduct(double[] a, double[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < window; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (; i < window; i++) {
            sum0 += a[i] * b[i];
        }
        return (sum0 + sum1 + (sum2 + sum3)) / window;
    }
}
