package audiotokens.family;

import audiotokens.spectrogram.MelPower;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.spectrogram.WindowType;
import java.io.Serializable;

/**
 * Parameters of a log-mel spectrogram: power, periodic Hann window, centered frames, HTK mel scale without
 * normalization.
 *
 * @param sampleRate sample rate after resampling, in Hz
 * @param nFft FFT size, in samples
 * @param hopLength hop, in samples
 * @param nMels number of mel bands
 */
public record FrontEnd(int sampleRate, int nFft, int hopLength, int nMels) implements Serializable {
    /** Frames of 46 ms every 11.6 ms, 80 bands up to 11 kHz. */
    public static final FrontEnd STANDARD = new FrontEnd(22050, 1024, 256, 80);

    /** Frames of 11.6 ms every 2.9 ms, 48 bands up to 22 kHz. */
    public static final FrontEnd FAST = new FrontEnd(44100, 512, 128, 48);

    public FrontEnd {
        if (sampleRate < 1 || nFft < 2 || hopLength < 1 || hopLength > nFft || nMels < 1) {
            throw new IllegalArgumentException("invalid front end: sampleRate " + sampleRate + ", nFft " + nFft
                    + ", hopLength " + hopLength + ", nMels " + nMels);
        }
    }

    /** Returns the time between frames, in seconds. */
    public double secondsPerFrame() {
        return (double) hopLength / sampleRate;
    }

    /** Creates the transform with these parameters. */
    MelPower melPower() {
        return new MelPower(new SpectrogramOptions(
                sampleRate, nFft, hopLength, nMels, 0, 0, WindowType.HANN, false, false, Double.MAX_VALUE));
    }
}
