package audiotokens.family;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Rhythm features: the unbiased, normalized autocorrelation of each band's envelope, and of the mean of these
 * envelopes, over a long window. Each range of lags gives two values: the autocorrelation's maximum, and the maximum
 * minus the minimum (the variation).
 *
 * @param bands number of bands, each an average of neighboring mel bands
 * @param window frames per window
 * @param hop frames between window starts
 * @param edges lags at which the ranges start, and the exclusive end of the last range; ascending, at most half the
 *     window
 */
public record Rhythm(int bands, int window, int hop, int[] edges) implements FeatureExtractor {
    /** Number of largest variations, over all ranges, that are appended in descending order. */
    private static final int N_LARGEST = 5;

    /** Added to each envelope's variance, in dB², to avoid division by 0 for constant envelopes. */
    private static final double VARIANCE_OFFSET = 1e-3;

    public Rhythm {
        edges = edges.clone();
        BandEdges.check(edges, window / 2);
        if (edges.length - 1 < N_LARGEST) {
            throw new IllegalArgumentException(
                    "there are " + (edges.length - 1) + " ranges of lags, but at least " + N_LARGEST + " are needed");
        }
    }

    @Override
    public int size(int nMels) {
        return (bands + 1) * (2 * (edges.length - 1) + N_LARGEST);
    }

    /**
     * Returns three groups of values for each band, then for the mean of the bands: the maximum of each range, the
     * variation of each range, and the largest variations.
     */
    @Override
    public FeatureVectors extract(LogMel mel) {
        int length = transformLength();
        DoubleFFT_1D transform = new DoubleFFT_1D(length);
        double[] spectrum = new double[length];
        double[] mean = new double[window];
        int sizePerBand = size(mel.nMels()) / (bands + 1);
        return BandWindows.extract(mel, bands, this, (envelopes, vector, offset) -> {
            Arrays.setAll(mean, i -> {
                double sum = 0;
                for (double[] envelope : envelopes) {
                    sum += envelope[i];
                }
                return sum / bands;
            });
            for (int band = 0; band <= bands; band++) {
                autocorrelate(band < bands ? envelopes[band] : mean, transform, spectrum);
                describe(spectrum, vector, offset + band * sizePerBand);
            }
        });
    }

    /** Returns the lowest power of two for which zero-padding keeps the autocorrelation's lags from wrapping around. */
    private int transformLength() {
        int maxLag = edges[edges.length - 1] - 1;
        return Integer.highestOneBit(window + maxLag - 1) * 2;
    }

    /** Computes the autocorrelation, at lags up to the end of the last range, from the power spectrum. */
    private void autocorrelate(double[] envelope, DoubleFFT_1D transform, double[] result) {
        System.arraycopy(envelope, 0, result, 0, window);
        Arrays.fill(result, window, result.length, 0);
        transform.realForward(result);
        result[0] *= result[0];
        result[1] *= result[1];
        for (int i = 2; i < result.length; i += 2) {
            result[i] = result[i] * result[i] + result[i + 1] * result[i + 1];
            result[i + 1] = 0;
        }
        transform.realInverse(result, true);
    }

    private void describe(double[] autocorrelation, float[] vector, int offset) {
        int ranges = edges.length - 1;
        double energy = autocorrelation[0] + VARIANCE_OFFSET * window;
        float[] variations = new float[ranges];
        for (int range = 0; range < ranges; range++) {
            double max = Double.NEGATIVE_INFINITY;
            double min = Double.POSITIVE_INFINITY;
            for (int lag = edges[range]; lag < edges[range + 1]; lag++) {
                double value = autocorrelation[lag] / energy * window / (window - lag);
                max = Math.max(max, value);
                min = Math.min(min, value);
            }
            vector[offset + range] = (float) max;
            variations[range] = (float) (max - min);
        }
        System.arraycopy(variations, 0, vector, offset + ranges, ranges);
        Arrays.sort(variations);
        for (int i = 0; i < N_LARGEST; i++) {
            vector[offset + 2 * ranges + i] = variations[ranges - 1 - i];
        }
    }

    @Override
    public int[] edges() {
        return edges.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rhythm(int otherBands, int otherWindow, int otherHop, int[] otherEdges)
                && bands == otherBands
                && window == otherWindow
                && hop == otherHop
                && Arrays.equals(edges, otherEdges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new int[] {bands, window, hop, Arrays.hashCode(edges)});
    }
}
