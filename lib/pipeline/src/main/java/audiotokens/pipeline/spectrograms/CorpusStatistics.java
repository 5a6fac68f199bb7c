package audiotokens.pipeline.spectrograms;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.spectrogram.Normalization;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mean and standard deviation of the training clips' spectrograms in dB, stored as
 * {@code spectrograms/normalization.json} so that a resumed run and {@link audiotokens.pipeline.evaluation.ClipTester}
 * use the same values.
 */
final class CorpusStatistics {
    private CorpusStatistics() {}

    static Path file(RunFolder folder) {
        return folder.spectrograms(Split.TRAIN).resolveSibling("normalization.json");
    }

    static Normalization.PerCorpus read(RunFolder folder) {
        Path file = file(folder);
        try {
            return JsonMapper.shared().readValue(Files.readString(file), Normalization.PerCorpus.class);
        } catch (IOException | JacksonException e) {
            throw new StageException(file + " cannot be read; run the spectrograms notebook first", e);
        }
    }

    /** Reads the statistics if they are stored; otherwise computes and stores them. */
    static Normalization.PerCorpus readOrCompute(
            Configuration configuration, List<ClipToRead> clips, Executor executor, Progress progress)
            throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        if (Files.exists(file(folder))) {
            return read(folder);
        }
        Moments moments;
        try (Progress.Task task =
                progress.begin("Mean and standard deviation of the training set", clips.size(), "clips")) {
            // Failing clips are not recorded here: the pass that writes the spectrograms records them.
            moments = executor.reduce(clips, new MomentsWork(configuration), Moments.NONE, task, failed -> {});
        }
        double mean = moments.count() == 0 ? 0 : moments.sum() / moments.count();
        double variance =
                moments.count() == 0 ? 0 : Math.max(0, moments.sumOfSquares() / moments.count() - mean * mean);
        Normalization.PerCorpus statistics = new Normalization.PerCorpus(mean, Math.sqrt(variance));
        AtomicFile.write(file(folder), JsonMapper.shared().writeValueAsString(statistics));
        return statistics;
    }

    private record MomentsWork(Configuration configuration) implements ItemWork<ClipToRead, Moments> {
        @Override
        public WorkerFactory<ClipToRead, Moments> open() {
            return new ClipReaders<>(
                    configuration,
                    new Normalization.None(),
                    (reader, clip) -> Moments.of(reader.read(clip).values()));
        }
    }

    private record Moments(long count, double sum, double sumOfSquares) implements Mergeable<Moments> {
        static final Moments NONE = new Moments(0, 0, 0);

        static Moments of(float[] values) {
            double sum = 0;
            double squares = 0;
            for (float value : values) {
                sum += value;
                squares += (double) value * value;
            }
            return new Moments(values.length, sum, squares);
        }

        @Override
        public Moments merge(Moments following) {
            return new Moments(count + following.count, sum + following.sum, sumOfSquares + following.sumOfSquares);
        }
    }
}
