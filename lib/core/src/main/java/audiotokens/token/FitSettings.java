package audiotokens.token;

import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.work.Progress;

/**
 * Settings for fitting a tokenizer.
 *
 * @param mel options of the clips' spectrograms
 * @param seed seed of all random choices; the same clips and seed give the same tokenizer
 * @param threads number of threads; must not affect the result
 * @param progress receives the progress of the fit
 */
public record FitSettings(SpectrogramOptions mel, long seed, int threads, Progress progress) {
    public FitSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
    }

    /** Creates settings with one thread per core and without progress output. */
    public static FitSettings of(SpectrogramOptions mel, long seed) {
        return new FitSettings(mel, seed, Runtime.getRuntime().availableProcessors(), Progress.silent());
    }
}
