package audiotokens.token;

import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.work.Progress;

/**
 * What a tokenizer is fitted with, beside the clips.
 *
 * @param mel how the clips' spectrograms were made
 * @param seed of every random choice; the same clips and seed give the same tokenizer
 * @param threads that may be used at once; the result must not depend on it
 * @param progress where to say how far the fit is
 */
public record FitSettings(SpectrogramOptions mel, long seed, int threads, Progress progress) {
    public FitSettings {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " threads cannot fit anything; it may be 1 or more");
        }
    }

    /** One thread per core, without showing progress. */
    public static FitSettings of(SpectrogramOptions mel, long seed) {
        return new FitSettings(mel, seed, Runtime.getRuntime().availableProcessors(), Progress.silent());
    }
}
