package audiotokens.pipeline.spectrograms;

import audiotokens.audio.AudioException;
import audiotokens.file.WholeFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.spectrogram.Normalization;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mean and deviation of all the training set's decibels, kept as {@code spectrograms/normalization.json} so that a
 * resumed run and the clip tester use the same.
 */
final class CorpusStatistics {
    private CorpusStatistics() {}

    static Path file(RunFolder folder) {
        return folder.spectrograms(Split.TRAIN).resolveSibling("normalization.json");
    }

    static Normalization.ByCorpus read(RunFolder folder) {
        Path file = file(folder);
        try {
            return JsonMapper.shared().readValue(Files.readString(file), Normalization.ByCorpus.class);
        } catch (IOException | JacksonException e) {
            throw new StageException(file + " cannot be read; run the notebook 'spectrograms' first", e);
        }
    }

    /** Reads the statistics where they are there already, measures and keeps them otherwise. */
    static Normalization.ByCorpus measure(
            Configuration configuration, List<String> ids, ClipCatalog catalog, AudioSource source, Progress progress)
            throws IOException {
        RunFolder folder = RunFolder.of(configuration);
        if (Files.exists(file(folder))) {
            return read(folder);
        }
        Moments[] ofClips = new Moments[ids.size()];
        try (Progress.Task task = progress.begin("Mean and deviation of the training set", ids.size(), "clips")) {
            List<Integer> places = IntStream.range(0, ids.size()).boxed().toList();
            Parallel.forEach(places, configuration.run().threadCount(), () -> {
                ClipReader reader = new ClipReader(configuration, catalog, source, new Normalization.None());
                return new Parallel.Worker<Integer>() {
                    @Override
                    public void handle(Integer place) {
                        try {
                            ofClips[place] =
                                    Moments.of(reader.read(ids.get(place)).values());
                        } catch (AudioException e) {
                            // The pass that writes the spectrograms meets the same clip again and notes the problem.
                            ofClips[place] = Moments.NONE;
                        }
                        task.advance(1);
                    }

                    @Override
                    public void close() {
                        reader.close();
                    }
                };
            });
        }
        // Added in the order of the split, so that threads do not change the last digit.
        Moments all = Moments.NONE;
        for (Moments moments : ofClips) {
            all = all.plus(moments);
        }
        double mean = all.count() == 0 ? 0 : all.sum() / all.count();
        double variance = all.count() == 0 ? 0 : Math.max(0, all.sumOfSquares() / all.count() - mean * mean);
        Normalization.ByCorpus measured = new Normalization.ByCorpus(mean, Math.sqrt(variance));
        WholeFile.write(file(folder), JsonMapper.shared().writeValueAsString(measured));
        return measured;
    }

    private record Moments(long count, double sum, double sumOfSquares) {
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

        Moments plus(Moments other) {
            return new Moments(count + other.count, sum + other.sum, sumOfSquares + other.sumOfSquares);
        }
    }
}
