package audiotokens.spectrogram;

import audiotokens.audio.Waveform;

/**
 * The power spectrum of one frame: the intermediate result between samples and mel bands. {@link MelSpectrogram}
 * computes it for all frames.
 *
 * @param power (nFft / 2 + 1,), power of each frequency bin, lowest first; not copied; do not modify
 * @param binHz distance between bins, in Hz: sample rate / nFft
 */
public record Spectrum(float[] power, double binHz) {

    /**
     * Computes the spectrum of a frame in float64: nFft samples centered at sample {@code frame * hopLength},
     * reflect-padded, windowed, Fourier-transformed and squared.
     *
     * @param waveform waveform at the sample rate {@code options.sampleRate()}
     * @param frame index of the frame, 0 to samples / hopLength
     * @throws IllegalArgumentException if the waveform has a different sample rate, is shorter than nFft / 2 + 1
     *     samples, or does not have the frame
     */
    public static Spectrum ofFrame(Waveform waveform, int frame, SpectrogramOptions options) {
        float[] samples = waveform.samples();
        int nFft = options.nFft();
        int frames = 1 + (samples.length - nFft % 2) / options.hopLength();
        if (waveform.sampleRate() != options.sampleRate()) {
            throw new IllegalArgumentException("the waveform has " + waveform.sampleRate()
                    + " Hz, but the options have " + options.sampleRate() + " Hz; resample it first");
        }
        if (samples.length < nFft / 2 + 1 || frame < 0 || frame >= frames) {
            throw new IllegalArgumentException(
                    "there is no frame " + frame + ": " + samples.length + " samples have the frames 0 to "
                            + (frames - 1) + ", and at least " + (nFft / 2 + 1) + " samples are needed");
        }
        double[] frameSamples = new double[nFft];
        for (int i = 0; i < nFft; i++) {
            frameSamples[i] = samples[reflected(frame * options.hopLength() - nFft / 2 + i, samples.length)];
        }
        double[] powers = new Float64FrameTransform(options, new MelFilterbank(options)).spectrum(frameSamples, 0);
        float[] power = new float[powers.length];
        for (int bin = 0; bin < power.length; bin++) {
            power[bin] = (float) powers[bin];
        }
        return new Spectrum(power, (double) options.sampleRate() / nFft);
    }

    /** Returns the index of a sample under reflect padding: an index beyond an edge mirrors one inside. */
    static int reflected(int index, int length) {
        int distanceFromStart = Math.abs(index);
        return distanceFromStart < length ? distanceFromStart : 2 * (length - 1) - distanceFromStart;
    }

    /**
     * Applies a mel filterbank; the result is a spectrogram of one frame.
     *
     * @throws IllegalArgumentException if the filterbank has a different number of bins
     */
    public Spectrogram mel(MelFilterbank filterbank) {
        if (filterbank.nBins() != power.length) {
            throw new IllegalArgumentException(
                    "the filterbank has " + filterbank.nBins() + " bins; the spectrum has " + power.length);
        }
        float[] bands = new float[filterbank.nMels()];
        for (int mel = 0; mel < bands.length; mel++) {
            double sum = 0;
            for (int bin = filterbank.firstBin(mel); bin < filterbank.endBin(mel); bin++) {
                sum += (double) filterbank.weight(mel, bin) * power[bin];
            }
            bands[mel] = (float) sum;
        }
        return new Spectrogram(bands.length, 1, bands);
    }
}
