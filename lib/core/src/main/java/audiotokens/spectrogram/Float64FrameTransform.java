package audiotokens.spectrogram;

import org.jtransforms.fft.DoubleFFT_1D;

/** Computes the mel power of one frame in float64 with JTransforms, for any nFft. Not thread-safe. */
final class Float64FrameTransform {
    private final int nFft;
    private final double[] window;
    private final MelFilterbank filterbank;
    private final DoubleFFT_1D fft;
    private final double[] frame;
    private final double[] spectrum;

    Float64FrameTransform(SpectrogramOptions options, MelFilterbank filterbank) {
        this.nFft = options.nFft();
        this.window = AnalysisWindow.of(options.window(), nFft);
        this.filterbank = filterbank;
        this.fft = new DoubleFFT_1D(nFft);
        this.frame = new double[nFft];
        this.spectrum = new double[filterbank.nBins()];
    }

    /**
     * Applies the window, Fourier transform, squared magnitude and filterbank.
     *
     * @param samples contains all samples of the frame
     * @param start index of the frame's first sample
     * @param power receives the power of each mel band
     */
    void transform(double[] samples, int start, double[] power) {
        spectrum(samples, start);
        for (int mel = 0; mel < power.length; mel++) {
            float[] weights = filterbank.weights(mel);
            int first = filterbank.firstBin(mel);
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * spectrum[first + i];
            }
            power[mel] = sum;
        }
    }

    /**
     * Applies the window, Fourier transform and squared magnitude.
     *
     * @param samples contains all samples of the frame
     * @param start index of the frame's first sample
     * @return (nFft / 2 + 1), the power of each frequency bin; overwritten by the next call
     */
    double[] spectrum(double[] samples, int start) {
        for (int i = 0; i < nFft; i++) {
            frame[i] = window[i] * samples[start + i];
        }
        fft.realForward(frame);
        squareSpectrum();
        return spectrum;
    }

    /**
     * Squares the spectrum, which JTransforms packs into nFft values: index 1 holds the real part of the last bin for
     * even lengths, and its imaginary part for odd ones.
     */
    private void squareSpectrum() {
        boolean isEven = nFft % 2 == 0;
        spectrum[0] = frame[0] * frame[0];
        for (int bin = 1; bin <= (nFft - 1) / 2; bin++) {
            double re = frame[2 * bin];
            double im = isEven || 2 * bin + 1 < nFft ? frame[2 * bin + 1] : frame[1];
            spectrum[bin] = re * re + im * im;
        }
        if (isEven) {
            spectrum[nFft / 2] = frame[1] * frame[1];
        }
    }
}
