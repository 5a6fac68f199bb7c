package audiotokens.family;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Modulation spectra: the magnitude spectrum of each band's envelope over a long window, averaged over ranges of
 * modulation frequency, as {@code log(10 + mean)}.
 *
 * @param bands number of bands, each an average of neighboring mel bands
 * @param window frames per window
 * @param hop frames between window starts
 * @param edges bins of the envelope's spectrum at which the ranges start, and the exclusive end of the last range;
 *     ascending
 */
public record ModulationSpectra(int bands, int window, int hop, int[] edges) implements FeatureExtractor {
    private static final double OFFSET = 10;

    public ModulationSpectra {
        edges = edges.clone();
        BandEdges.check(edges, window / 2 + 1);
    }

    @Override
    public int size(int nMels) {
        return bands * (edges.length - 1);
    }

    /** Returns (bands, ranges) per window; ranges vary fastest. */
    @Override
    public FeatureVectors extract(LogMel mel) {
        double[] weights = new double[window];
        Arrays.setAll(weights, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (window - 1)));
        DoubleFFT_1D transform = new DoubleFFT_1D(window);
        double[] magnitudes = new double[window / 2 + 1];
        return BandWindows.extract(mel, bands, this, (envelopes, vector, offset) -> {
            int index = offset;
            for (double[] envelope : envelopes) {
                for (int i = 0; i < window; i++) {
                    envelope[i] *= weights[i];
                }
                transform.realForward(envelope);
                magnitudes(envelope, magnitudes);
                for (int range = 0; range + 1 < edges.length; range++) {
                    double sum = 0;
                    for (int bin = edges[range]; bin < edges[range + 1]; bin++) {
                        sum += magnitudes[bin];
                    }
                    vector[index++] = (float) Math.log(OFFSET + sum / (edges[range + 1] - edges[range]));
                }
            }
        });
    }

    /** Computes the magnitudes of a spectrum in JTransforms' packed format, for an even length. */
    private static void magnitudes(double[] packed, double[] magnitudes) {
        magnitudes[0] = Math.abs(packed[0]);
        magnitudes[magnitudes.length - 1] = Math.abs(packed[1]);
        for (int bin = 1; bin < magnitudes.length - 1; bin++) {
            double re = packed[2 * bin];
            double im = packed[2 * bin + 1];
            magnitudes[bin] = Math.sqrt(re * re + im * im);
        }
    }

    @Override
    public int[] edges() {
        return edges.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModulationSpectra(int otherBands, int otherWindow, int otherHop, int[] otherEdges)
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
