package audiotokens.spectrogram;

import audiotokens.config.SpectrogramOptions;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Power mel-spectrograms: centred frames with reflected edges, windowed, Fourier-transformed, squared and summed by the
 * {@link MelFilterbank}.
 *
 * <p>As torchaudio's {@code MelSpectrogram} by default. Reusable for clip after clip, by one thread at a time.
 */
public final class MelSpectrogram {
    private final int nFft;
    private final int hopLength;
    private final float[] window;
    private final MelFilterbank filterbank;
    private final FloatFFT_1D fft;
    private final float[] frame;
    private final float[] power;

    public MelSpectrogram(SpectrogramOptions options) {
        nFft = options.nFft();
        hopLength = options.hopLength();
        window = AnalysisWindow.of(options.window(), nFft);
        filterbank = new MelFilterbank(options);
        fft = new FloatFFT_1D(nFft);
        frame = new float[nFft];
        power = new float[filterbank.bins()];
    }

    /** The fewest samples a spectrogram can be made of: the edges are reflected by nFft / 2 samples. */
    public int leastSamples() {
        return nFft / 2 + 1;
    }

    /**
     * The power of each mel band in each frame, from 0.
     *
     * @param samples at least {@link #leastSamples}, at the configured rate
     * @return (nMels, 1 + samples / hopLength)
     */
    public Spectrogram power(float[] samples) {
        if (samples.length < leastSamples()) {
            throw new IllegalArgumentException(samples.length + " samples are fewer than " + leastSamples());
        }
        int nFrames = 1 + samples.length / hopLength;
        int nMels = filterbank.nMels();
        float[] values = new float[nMels * nFrames];
        for (int t = 0; t < nFrames; t++) {
            int start = t * hopLength - nFft / 2;
            for (int i = 0; i < nFft; i++) {
                frame[i] = window[i] * samples[reflect(start + i, samples.length)];
            }
            fft.realForward(frame);
            squareSpectrum();
            for (int mel = 0; mel < nMels; mel++) {
                float[] weights = filterbank.weights(mel);
                int first = filterbank.firstBin(mel);
                float sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * power[first + i];
                }
                values[mel * nFrames + t] = sum;
            }
        }
        return new Spectrogram(nMels, nFrames, values);
    }

    /** JTransforms packs the real parts of the first and, for an even length, the last bin into the first two places. */
    private void squareSpectrum() {
        boolean even = nFft % 2 == 0;
        power[0] = frame[0] * frame[0];
        int paired = (nFft - 1) / 2;
        for (int bin = 1; bin <= paired; bin++) {
            float re = frame[2 * bin];
            float im = even || 2 * bin + 1 < nFft ? frame[2 * bin + 1] : frame[1];
            power[bin] = re * re + im * im;
        }
        if (even) {
            power[nFft / 2] = frame[1] * frame[1];
        }
    }

    private static int reflect(int index, int length) {
        int positive = Math.abs(index);
        return positive < length ? positive : 2 * (length - 1) - positive;
    }
}
