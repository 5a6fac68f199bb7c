package audiotokens.spectrogram;

import audiotokens.audio.AudioException;
import audiotokens.audio.AudioSource;
import audiotokens.audio.AudioSources;
import audiotokens.config.Configuration;
import audiotokens.dataset.ClipCatalog;
import audiotokens.dataset.Metadata;
import audiotokens.dataset.SplitFile;
import audiotokens.file.NpyFile;
import audiotokens.run.Parallel;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import audiotokens.run.StageException;
import audiotokens.run.StageRecord;
import audiotokens.run.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stage 2: decodes every clip of the split and writes its spectrogram to {@code spectrograms/SPLIT/ID.npy}.
 *
 * <p>A clip whose file is there already is done. One that cannot be used is noted as a problem, and the stage goes on.
 * Holds one clip a thread in memory.
 */
public final class SpectrogramGenerator {
    private static final String STAGE = "spectrograms";

    /** Goes up where the same options come to give other numbers, so that a run never holds files of both. */
    private static final String FORM = "form 2";

    private final Configuration configuration;
    private final RunFolder folder;

    public SpectrogramGenerator(Configuration configuration) {
        this.configuration = configuration;
        this.folder = RunFolder.of(configuration);
    }

    /**
     * Makes the spectrograms that are missing.
     *
     * @throws StageException where the split is missing, or more than maxProblemRatio of the clips fail
     */
    public SpectrogramReport run(Progress progress) {
        StageRun run = StageRun.begin(
                configuration,
                new StageRun.Plan(
                        STAGE,
                        List.of("dataset"),
                        List.of(configuration.spectrogram(), FORM),
                        List.of(folder.split()),
                        List.of(folder.spectrograms(Split.TRAIN).getParent())));
        sayEmptyBands(progress);
        if (run.alreadyFinished()) {
            run.sayFinished(progress);
            return report(run, run.record());
        }
        try (run;
                AudioSource source = AudioSources.open(configuration)) {
            SplitFile split = SplitFile.read(folder.split());
            ClipCatalog catalog = Metadata.read(configuration);
            Normalization normalization = normalization(split, catalog, source, progress);
            return report(run, run.finish(generate(run, split, catalog, source, normalization, progress)));
        } catch (IOException e) {
            throw new StageException("the audio source cannot be closed: " + e.getMessage(), e);
        }
    }

    /** As librosa and torchaudio warn of them. */
    private void sayEmptyBands(Progress progress) {
        int nMels = configuration.spectrogram().nMels();
        int empty = new MelFilterbank(configuration.spectrogram()).emptyBands();
        if (empty > 0) {
            progress.say(empty + " of " + nMels + " mel bands are empty, since they are narrower than the "
                    + "bins of a Fourier transform of "
                    + configuration.spectrogram().nFft()
                    + " samples; a larger nFft or a smaller nMels fills them.");
        }
    }

    private Map<String, Object> generate(
            StageRun run,
            SplitFile split,
            ClipCatalog catalog,
            AudioSource source,
            Normalization normalization,
            Progress progress) {
        List<Target> targets = new ArrayList<>();
        for (Split half : Split.values()) {
            source.inReadingOrder(split.ids(half)).forEach(id -> targets.add(new Target(half, id)));
        }
        Map<Split, AtomicLong> made = new EnumMap<>(Split.class);
        for (Split half : Split.values()) {
            made.put(half, new AtomicLong());
        }
        AtomicLong frames = new AtomicLong();
        try (Progress.Task task = progress.begin("Spectrograms", targets.size(), "clips")) {
            Parallel.forEach(targets, configuration.run().threadCount(), () -> {
                ClipReader reader = new ClipReader(configuration, catalog, source, normalization);
                return new Parallel.Worker<>() {
                    @Override
                    public void handle(Target target) throws IOException {
                        Path file = folder.spectrogram(target.split(), target.id());
                        int nFrames = framesThere(file);
                        if (nFrames == 0) {
                            try {
                                Spectrogram spectrogram = reader.read(target.id());
                                spectrogram.write(file);
                                nFrames = spectrogram.nFrames();
                            } catch (AudioException e) {
                                run.problem(target.id(), e.origin(), e.reason());
                            }
                        }
                        if (nFrames > 0) {
                            frames.addAndGet(nFrames);
                            made.get(target.split()).incrementAndGet();
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
        run.checkProblemRatio(targets.size());
        return Map.of(
                Split.TRAIN.folder(),
                made.get(Split.TRAIN).get(),
                Split.VALIDATION.folder(),
                made.get(Split.VALIDATION).get(),
                "frames",
                frames.get());
    }

    private Normalization normalization(SplitFile split, ClipCatalog catalog, AudioSource source, Progress progress)
            throws IOException {
        if (configuration.spectrogram().normalize()) {
            return new Normalization.ByClip();
        }
        return configuration.spectrogram().normalizeCorpus()
                ? CorpusStatistics.measure(configuration, split.train(), catalog, source, progress)
                : new Normalization.None();
    }

    /** Number of frames of a file that is there; 0 where it is missing or damaged and has to be made. */
    private static int framesThere(Path file) {
        try {
            return Files.exists(file) ? NpyFile.readShape(file, 2)[1] : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private record Target(Split split, String id) {}

    private static SpectrogramReport report(StageRun run, StageRecord record) {
        Map<String, Object> result = record.result();
        return new SpectrogramReport(
                ((Number) result.get(Split.TRAIN.folder())).intValue(),
                ((Number) result.get(Split.VALIDATION.folder())).intValue(),
                ((Number) result.get("frames")).longValue(),
                record.seconds(),
                run.problems());
    }
}
