package audiotokens.spectrogram;

import java.util.Arrays;

/**
 * Triangular filters with peak 1, evenly spaced on the HTK mel scale: {@code mel = 2595 log10(1 + f / 700)}.
 *
 * <p>Same as {@code torchaudio.functional.melscale_fbanks} with {@code norm=None, mel_scale="htk"}; each step is
 * computed in float32 so that the weights equal torchaudio's. Source: D. O'Shaughnessy, "Speech Communication", 1987.
 */
public final class MelFilterbank {
    /** Coefficients of exp(x) = 1 + x + x² (...), highest power first. */
    @SuppressWarnings("FloatingPointLiteralPrecision") // as published
    private static final float[] SLEEF_EXP = {
        0.00136324646882712841033936f,
        0.00836596917361021041870117f,
        0.0416710823774337768554688f,
        0.166665524244308471679688f,
        0.499999850988388061523438f
    };

    private final int nBins;
    private final float[][] weights;
    private final int[] firstBin;

    /** Creates the filterbank for spectra of nFft / 2 + 1 bins. */
    public MelFilterbank(SpectrogramOptions options) {
        nBins = options.nFft() / 2 + 1;
        int nMels = options.nMels();
        // torchaudio computes sample_rate // 2.
        int nyquist = options.sampleRate() / 2;
        float[] frequencies = linspace(0, nyquist, nBins);
        double highest = options.fMax() == 0 ? nyquist : options.fMax();
        float[] edges = linspace(mel(options.fMin()), mel(highest), nMels + 2);
        for (int i = 0; i < edges.length; i++) {
            edges[i] = 700f * (powerOfTen(edges[i] / 2595f) - 1f);
        }
        weights = new float[nMels][];
        firstBin = new int[nMels];
        for (int mel = 0; mel < nMels; mel++) {
            float[] row = new float[nBins];
            int first = nBins;
            int last = 0;
            for (int bin = 0; bin < nBins; bin++) {
                float rising = (frequencies[bin] - edges[mel]) / (edges[mel + 1] - edges[mel]);
                float falling = (edges[mel + 2] - frequencies[bin]) / (edges[mel + 2] - edges[mel + 1]);
                row[bin] = Math.max(0, Math.min(rising, falling));
                if (row[bin] > 0) {
                    first = Math.min(first, bin);
                    last = bin + 1;
                }
            }
            firstBin[mel] = Math.min(first, last);
            weights[mel] = Arrays.copyOfRange(row, firstBin[mel], last);
        }
    }

    private static double mel(double frequency) {
        return 2595 * Math.log10(1 + frequency / 700);
    }

    /**
     * Computes 10 to the power {@code x} exactly like torch's vectorized float32 pow, which is sometimes off by one
     * ulp; the weights of narrow bands depend on this error. Source: N. Shibata and F. Petrogalli, "SLEEF: A Portable
     * Vectorized Library of C Standard Mathematical Functions", 2020.
     */
    private static float powerOfTen(float x) {
        double exponent = x * Math.log(10);
        double exponentOfTwo = Math.rint(exponent / Math.log(2));
        double remainder = exponent - exponentOfTwo * Math.log(2);
        float polynomial = SLEEF_EXP[0];
        for (int i = 1; i < SLEEF_EXP.length; i++) {
            polynomial = Math.fma(polynomial, (float) remainder, SLEEF_EXP[i]);
        }
        return (float) ((1 + remainder + remainder * remainder * polynomial) * Math.pow(2, exponentOfTwo));
    }

    /** Computes torch.linspace in float32: the upper half is computed from the end, with fused multiply-add. */
    private static float[] linspace(double start, double end, int steps) {
        float from = (float) start;
        float to = (float) end;
        float step = (to - from) / (steps - 1);
        float[] points = new float[steps];
        for (int i = 0; i < steps; i++) {
            points[i] = i < steps / 2 ? Math.fma(step, i, from) : Math.fma(-step, steps - i - 1, to);
        }
        return points;
    }

    /** Returns the number of mel bands. */
    public int nMels() {
        return weights.length;
    }

    /** Returns the number of frequency bins, nFft / 2 + 1. */
    public int nBins() {
        return nBins;
    }

    /** Returns the number of bands without any frequency bin; their power is always 0. */
    public int nEmptyBands() {
        return (int) Arrays.stream(weights).filter(row -> row.length == 0).count();
    }

    /** Returns the weight of a frequency bin in a mel band, 0 to 1. */
    public float weight(int mel, int bin) {
        int i = bin - firstBin[mel];
        return i < 0 || i >= weights[mel].length ? 0 : weights[mel][i];
    }

    /** Returns the first bin with a weight above 0; equal to {@link #endBin} if there is none. */
    int firstBin(int mel) {
        return firstBin[mel];
    }

    /** Returns the end (exclusive) of the bins with a weight above 0. */
    int endBin(int mel) {
        return firstBin[mel] + weights[mel].length;
    }

    /** Returns the weights from {@link #firstBin} to {@link #endBin}; do not modify. */
    float[] weights(int mel) {
        return weights[mel];
    }
}
