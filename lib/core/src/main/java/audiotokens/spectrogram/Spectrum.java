package audiotokens.spectrogram;

import audiotokens.audio.Waveform;

/**
 * The power spectrum of one frame: the step between samples and mel bands that {@link MelSpectrogram} takes for all frames
 * at once.
 *
 * @param power of each frequency bin, lowest first, from 0: (nFft / 2 + 1,); not copied, not to be changed
 * @param binHertz distance of two bins, sample rate / nFft, in Hz
 */
public record Spectrum(float[] power, double binHertz) {

    /**
     * The spectrum of a frame: nFft samples around sample {@code frame * hopLength}, reflected at the waveform's ends,
     * windowed, Fourier-transformed in float64 and squared.
     *
     * @param waveform at {@code options.sampleRate()}
     * @param frame from 0 to samples / hopLength
     * @throws IllegalArgumentException where the waveform has another sample rate, is shorter than nFft / 2 + 1 samples,
     *     or has no such frame
     */
    public static Spectrum ofFrame(Waveform waveform, int frame, SpectrogramOptions options) {
        float[] samples = waveform.samples();
        int nFft = options.nFft();
        int frames = 1 + (samples.length - nFft % 2) / options.hopLength();
        if (waveform.sampleRate() != options.sampleRate()) {
            throw new IllegalArgumentException("the waveform has " + waveform.sampleRate() + " Hz, the options "
                    + options.sampleRate() + "; resample it first");
        }
        if (samples.length < nFft / 2 + 1 || frame < 0 || frame >= frames) {
            throw new IllegalArgumentException(
                    "there is no frame " + frame + " in " + samples.length + " samples: they have the frames 0 to "
                            + (frames - 1) + " if there are at least " + (nFft / 2 + 1));
        }
        double[] window = new double[nFft];
        for (int i = 0; i < nFft; i++) {
            window[i] = samples[reflected(frame * options.hopLength() - nFft / 2 + i, samples.length)];
        }
        double[] precise = new PreciseFrame(options, new MelFilterbank(options)).spectrum(window, 0);
        float[] power = new float[precise.length];
        for (int bin = 0; bin < power.length; bin++) {
            power[bin] = (float) precise[bin];
        }
        return new Spectrum(power, (double) options.sampleRate() / nFft);
    }

    private static int reflected(int place, int length) {
        int inside = Math.abs(place);
        return inside < length ? inside : 2 * (length - 1) - inside;
    }

    /**
     * The power of each mel band, as a spectrogram of one frame.
     *
     * @throws IllegalArgumentException where the filterbank is for another number of bins
     */
    public Spectrogram mel(MelFilterbank filterbank) {
        if (filterbank.bins() != power.length) {
            throw new IllegalArgumentException(
                    "the filterbank is for " + filterbank.bins() + " bins; the spectrum has " + power.length);
        }
        float[] bands = new float[filterbank.nMels()];
        for (int mel = 0; mel < bands.length; mel++) {
            double sum = 0;
            for (int bin = filterbank.firstBin(mel); bin < filterbank.lastBin(mel); bin++) {
                sum += (double) filterbank.weight(mel, bin) * power[bin];
            }
            bands[mel] = (float) sum;
        }
        return new Spectrogram(bands.length, 1, bands);
    }
}
