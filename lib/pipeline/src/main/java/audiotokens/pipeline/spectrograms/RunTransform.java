package audiotokens.pipeline.spectrograms;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.SpectrogramOptions;

/** How a run makes its spectrograms. */
public final class RunTransform {
    private RunTransform() {}

    /**
     * The mel-spectrograms of a run, with its normalization. For one thread.
     *
     * @throws audiotokens.pipeline.run.StageException where the configuration normalizes by the corpus and the stage
     *     'spectrograms' has not run
     */
    public static MelSpectrogram of(Configuration configuration) {
        return MelSpectrogram.with(configuration.spectrogram(), normalization(configuration));
    }

    /**
     * The normalization of a run.
     *
     * @throws audiotokens.pipeline.run.StageException where the configuration normalizes by the corpus and the stage
     *     'spectrograms' has not run
     */
    public static Normalization normalization(Configuration configuration) {
        SpectrogramOptions options = configuration.spectrogram();
        if (options.normalize()) {
            return new Normalization.ByClip();
        }
        return options.normalizeCorpus()
                ? CorpusStatistics.read(RunFolder.of(configuration))
                : new Normalization.None();
    }
}
