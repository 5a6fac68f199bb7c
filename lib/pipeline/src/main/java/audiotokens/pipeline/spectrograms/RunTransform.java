package audiotokens.pipeline.spectrograms;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.spectrogram.MelSpectrogram;
import audiotokens.spectrogram.Normalization;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates the mel-spectrogram transform of a run. */
public final class RunTransform {
    private RunTransform() {}

    /**
     * Creates the mel-spectrogram transform of a run, including its normalization. Not thread-safe.
     *
     * @throws audiotokens.pipeline.run.StageException if the configuration normalizes with corpus statistics and
     *     the spectrograms stage has not run
     */
    public static MelSpectrogram of(Configuration configuration) {
        return MelSpectrogram.with(configuration.spectrogram(), normalization(configuration));
    }

    /**
     * Returns the normalization of a run.
     *
     * @throws audiotokens.pipeline.run.StageException if the configuration normalizes with corpus statistics and
     *     the spectrograms stage has not run
     */
    public static Normalization normalization(Configuration configuration) {
        SpectrogramOptions options = configuration.spectrogram();
        if (options.normalize()) {
            return new Normalization.PerClip();
        }
        return options.normalizeCorpus()
                ? CorpusStatistics.read(RunFolder.of(configuration))
                : new Normalization.None();
    }

    /**
     * Copies the files that the run's normalization needs to another folder, under the same name.
     *
     * @throws IOException if they cannot be read or written
     */
    public static void copyNormalization(Configuration configuration, RunFolder target) throws IOException {
        if (configuration.spectrogram().normalizeCorpus()) {
            Path file = CorpusStatistics.file(RunFolder.of(configuration));
            AtomicFile.write(CorpusStatistics.file(target), out -> Files.copy(file, out));
        }
    }
}
