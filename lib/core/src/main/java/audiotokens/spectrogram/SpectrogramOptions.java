package audiotokens.spectrogram;

import audiotokens.option.Option;
import audiotokens.option.OptionException;
import audiotokens.option.Options;

/** Stage 2, spectrograms: from samples to a mel-spectrogram in dB. */
public record SpectrogramOptions(
        @Option(
                        value = "Rate that audio is resampled to, in Hz",
                        defaultValue = "22050",
                        min = 1000,
                        max = 384000,
                        original = "common_sr")
                int sampleRate,
        @Option(value = "Length of the Fourier transform, in samples", defaultValue = "512", min = 16, max = 65536)
                int nFft,
        @Option(value = "Samples between frames", defaultValue = "128", min = 1, max = 65536) int hopLength,
        @Option(value = "Number of mel bands", defaultValue = "64", min = 1, max = 1024) int nMels,
        @Option(value = "Lowest frequency of the filterbank, in Hz", defaultValue = "0", min = 0) double fMin,
        @Option(
                        value = "Highest frequency of the filterbank, in Hz; 0 means half the sample rate",
                        defaultValue = "0",
                        min = 0)
                double fMax,
        @Option(value = "Analysis window: hann, hamming, blackman or rectangular", defaultValue = "hann")
                WindowType window,
        @Option(value = "Scale each clip to [0, 1] by its minimum and maximum", defaultValue = "false")
                boolean normalize,
        @Option(
                        value =
                                "Shift and scale all clips by the training set's mean and twice its standard deviation, as AST does",
                        defaultValue = "false")
                boolean normalizeCorpus,
        @Option(
                        value = "Maximum duration of a clip, in seconds; longer clips are truncated",
                        defaultValue = "60",
                        min = 0.001,
                        max = 86400)
                double maxSeconds) {

    public SpectrogramOptions {
        double nyquist = sampleRate / 2.0;
        if (fMax > nyquist) {
            throw new OptionException(
                    "fMax", fMax + " Hz is above half the sampleRate; it must be at most " + nyquist + " (or 0)");
        }
        if (fMin >= (fMax == 0 ? nyquist : fMax)) {
            throw new OptionException("fMin", fMin + " Hz is not below fMax; it must be from 0 to fMax");
        }
        if (normalize && normalizeCorpus) {
            throw new OptionException("normalizeCorpus", "normalize is also true; at most one of the two can be true");
        }
        if (hopLength > nFft) {
            throw new OptionException(
                    "hopLength", hopLength + " skips samples between windows; it must be 1 to nFft (" + nFft + ")");
        }
    }

    /**
     * Returns the defaults, with some options changed.
     *
     * @param assignments texts of the form {@code name=value}
     * @throws OptionException for an unknown name, a wrong type or a value out of range
     */
    public static SpectrogramOptions of(String... assignments) {
        return Options.of(SpectrogramOptions.class, assignments);
    }

    /** Returns the highest frequency of the filterbank, in Hz. */
    public double highestFrequency() {
        return fMax == 0 ? sampleRate / 2.0 : fMax;
    }

    /** Returns the time between frames, in seconds. */
    public double secondsPerFrame() {
        return (double) hopLength / sampleRate;
    }
}
