package audiotokens.spectrogram;

import audiotokens.audio.Waveform;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Reconstructs a waveform from a mel-spectrogram.
 *
 * <p>Mel powers are first inverted to frequency bins with non-negative multiplicative updates (D. Lee and S. Seung,
 * "Algorithms for non-negative matrix factorization", 2001); then the phases are estimated iteratively (D. Griffin and
 * J. Lim, "Signal estimation from modified short-time Fourier transform", 1984) with momentum (N. Perraudin, P. Balazs
 * and P. Søndergaard, "A fast Griffin-Lim algorithm", 2013).
 */
public final class GriffinLim {
    private static final int INVERSION_STEPS = 30;
    private static final float MOMENTUM = 0.99f;

    private final SpectrogramOptions options;
    private final int nFft;
    private final int nBins;
    private final double[] window;
    private final MelFilterbank filterbank;
    private final FloatFFT_1D fft;

    public GriffinLim(SpectrogramOptions options) {
        this.options = options;
        nFft = options.nFft();
        nBins = nFft / 2 + 1;
        window = AnalysisWindow.of(options.window(), nFft);
        filterbank = new MelFilterbank(options);
        fft = new FloatFFT_1D(nFft);
    }

    /**
     * Reconstructs the waveform of {@code decibels}.
     *
     * @param decibels a mel-spectrogram in dB, not normalized, computed with these options
     * @param iterations number of Griffin-Lim iterations; 32 is common
     * @return (nFrames - 1) * hopLength samples at the configured sample rate
     */
    public Waveform resynthesize(Spectrogram decibels, int iterations) {
        int nFrames = decibels.nFrames();
        float[][] magnitudes = magnitudes(Decibels.toPower(decibels));
        // Per frame: interleaved real and imaginary parts of each bin.
        float[][] spectrum = new float[nFrames][2 * nBins];
        SplittableRandom random = new SplittableRandom(0);
        for (int frame = 0; frame < nFrames; frame++) {
            for (int bin = 0; bin < nBins; bin++) {
                double angle = 2 * Math.PI * random.nextDouble();
                spectrum[frame][2 * bin] = magnitudes[frame][bin] * (float) Math.cos(angle);
                spectrum[frame][2 * bin + 1] = magnitudes[frame][bin] * (float) Math.sin(angle);
            }
        }
        float[][] previous = new float[nFrames][2 * nBins];
        for (int i = 0; i < iterations; i++) {
            float[] padded = toSamples(spectrum);
            for (int frame = 0; frame < nFrames; frame++) {
                float[] rebuilt = toSpectrum(padded, frame * options.hopLength());
                updatePhases(spectrum[frame], rebuilt, previous[frame], magnitudes[frame]);
                previous[frame] = rebuilt;
            }
        }
        float[] padded = toSamples(spectrum);
        int length = (nFrames - 1) * options.hopLength();
        return new Waveform(Arrays.copyOfRange(padded, nFft / 2, nFft / 2 + length), options.sampleRate());
    }

    /** Combines the target magnitudes with the phases of the rebuilt spectrum, extrapolated with momentum. */
    private void updatePhases(float[] spectrum, float[] rebuilt, float[] previous, float[] magnitudes) {
        for (int bin = 0; bin < nBins; bin++) {
            float re = rebuilt[2 * bin] - MOMENTUM / (1 + MOMENTUM) * previous[2 * bin];
            float im = rebuilt[2 * bin + 1] - MOMENTUM / (1 + MOMENTUM) * previous[2 * bin + 1];
            float scale = magnitudes[bin] / ((float) Math.hypot(re, im) + 1e-16f);
            spectrum[2 * bin] = re * scale;
            spectrum[2 * bin + 1] = im * scale;
        }
    }

    /** Inverts the mel filterbank. Returns the magnitudes of the frequency bins, one row per frame. */
    private float[][] magnitudes(Spectrogram power) {
        float[][] magnitudes = new float[power.nFrames()][nBins];
        float[] ratios = new float[power.nMels()];
        float[] weightOfBin = new float[nBins];
        for (int mel = 0; mel < power.nMels(); mel++) {
            for (int bin = filterbank.firstBin(mel); bin < filterbank.endBin(mel); bin++) {
                weightOfBin[bin] += filterbank.weight(mel, bin);
            }
        }
        for (int frame = 0; frame < power.nFrames(); frame++) {
            float[] binPowers = magnitudes[frame]; // magnitudes after the square root below
            for (int i = 0; i < nBins; i++) {
                binPowers[i] = weightOfBin[i] > 0 ? 1 : 0;
            }
            for (int step = 0; step < INVERSION_STEPS; step++) {
                for (int mel = 0; mel < ratios.length; mel++) {
                    float sum = 0;
                    for (int i = filterbank.firstBin(mel); i < filterbank.endBin(mel); i++) {
                        sum += filterbank.weight(mel, i) * binPowers[i];
                    }
                    ratios[mel] = sum > 0 ? power.at(mel, frame) / sum : 0;
                }
                updatePowers(binPowers, ratios, weightOfBin);
            }
            for (int i = 0; i < nBins; i++) {
                binPowers[i] = (float) Math.sqrt(binPowers[i]);
            }
        }
        return magnitudes;
    }

    private void updatePowers(float[] binPowers, float[] ratios, float[] weightOfBin) {
        float[] factors = new float[nBins];
        for (int mel = 0; mel < ratios.length; mel++) {
            for (int i = filterbank.firstBin(mel); i < filterbank.endBin(mel); i++) {
                factors[i] += filterbank.weight(mel, i) * ratios[mel];
            }
        }
        for (int i = 0; i < nBins; i++) {
            binPowers[i] *= weightOfBin[i] > 0 ? factors[i] / weightOfBin[i] : 0;
        }
    }

    /**
     * Inverts the spectrum by overlap-add, normalized by the sum of squared windows; the result is padded by half a
     * frame at both ends.
     */
    private float[] toSamples(float[][] spectrum) {
        float[] samples = new float[(spectrum.length - 1) * options.hopLength() + nFft];
        float[] weights = new float[samples.length];
        float[] packed = new float[2 * nFft];
        for (int frame = 0; frame < spectrum.length; frame++) {
            int start = frame * options.hopLength();
            for (int bin = 0; bin < nBins; bin++) {
                int mirror = (nFft - bin) % nFft;
                packed[2 * mirror] = spectrum[frame][2 * bin];
                packed[2 * mirror + 1] = -spectrum[frame][2 * bin + 1];
                packed[2 * bin] = spectrum[frame][2 * bin];
                packed[2 * bin + 1] = spectrum[frame][2 * bin + 1];
            }
            fft.complexInverse(packed, true);
            for (int i = 0; i < nFft; i++) {
                samples[start + i] = (float) (samples[start + i] + packed[2 * i] * window[i]);
                weights[start + i] = (float) (weights[start + i] + window[i] * window[i]);
            }
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] = weights[i] > 1e-6f ? samples[i] / weights[i] : 0;
        }
        return samples;
    }

    private float[] toSpectrum(float[] samples, int start) {
        float[] packed = new float[2 * nFft];
        for (int i = 0; i < nFft; i++) {
            packed[i] = (float) (samples[start + i] * window[i]);
        }
        fft.realForwardFull(packed);
        return Arrays.copyOf(packed, 2 * nBins);
    }
}
