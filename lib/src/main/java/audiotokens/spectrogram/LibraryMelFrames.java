package audiotokens.spectrogram;

import audiotokens.config.SpectrogramOptions;
import org.jtransforms.fft.FloatFFT_1D;

/** Frame by frame with JTransforms, for any length: also the reference of {@link VectorMelFrames} in tests. */
final class LibraryMelFrames implements MelFrames {
    private final int nFft;
    private final float[] window;
    private final MelFilterbank filterbank;
    private final FloatFFT_1D fft;
    private final float[] frame;
    private final float[] spectrum;

    LibraryMelFrames(SpectrogramOptions options, MelFilterbank filterbank) {
        this.nFft = options.nFft();
        this.window = AnalysisWindow.of(options.window(), nFft);
        this.filterbank = filterbank;
        this.fft = new FloatFFT_1D(nFft);
        this.frame = new float[nFft];
        this.spectrum = new float[filterbank.bins()];
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public void transform(float[] samples, int start, float[] power) {
        for (int i = 0; i < nFft; i++) {
            frame[i] = window[i] * samples[start + i];
        }
        fft.realForward(frame);
        squareSpectrum();
        for (int mel = 0; mel < power.length; mel++) {
            float[] weights = filterbank.weights(mel);
            int first = filterbank.firstBin(mel);
            float sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * spectrum[first + i];
            }
            power[mel] = sum;
        }
    }

    /**
     * JTransforms packs the spectrum into nFft values: the second place holds the real part of the last bin for an even
     * length, and that bin's imaginary part for an odd one.
     */
    private void squareSpectrum() {
        boolean even = nFft % 2 == 0;
        spectrum[0] = frame[0] * frame[0];
        for (int bin = 1; bin <= (nFft - 1) / 2; bin++) {
            float re = frame[2 * bin];
            float im = even || 2 * bin + 1 < nFft ? frame[2 * bin + 1] : frame[1];
            spectrum[bin] = re * re + im * im;
        }
        if (even) {
            spectrum[nFft / 2] = frame[1] * frame[1];
        }
    }
}
