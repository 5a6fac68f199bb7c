package audiotokens.pipeline.spectrograms;

import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.spectrogram.MelFilterbank;
import audiotokens.spectrogram.Normalization;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Stage 2: decodes every training and validation clip and writes its spectrogram to {@code spectrograms/SPLIT/ID.npy}.
 *
 * <p>With {@code spectrogramStore=none} it stores no spectrograms: it checks which clips can be used, counts their
 * frames, and computes the normalization statistics.
 *
 * <p>A clip whose spectrogram file already exists is skipped. Adopted spectrograms, which are taken over from another
 * program (see {@link StageRun}), are kept after a sample has been checked. An unusable clip is recorded as a problem,
 * and the stage continues. Holds one clip per thread in memory.
 */
public final class SpectrogramGenerator {
    /** Increased when the same options produce different values, so that a run never mixes files of two versions. */
    private static final String ALGORITHM_VERSION = "form 2";

    private final Configuration configuration;
    private final Executor executor;
    private final RunFolder folder;
    private final Optional<RunFolder> reusedRun;

    public SpectrogramGenerator(Configuration configuration) {
        this(configuration, Executor.of(configuration));
    }

    /** @param executor executor that decodes and writes the clips */
    public SpectrogramGenerator(Configuration configuration, Executor executor) {
        this(configuration, executor, Optional.empty());
    }

    private SpectrogramGenerator(Configuration configuration, Executor executor, Optional<RunFolder> reusedRun) {
        this.configuration = configuration;
        this.executor = executor;
        this.folder = RunFolder.of(configuration);
        this.reusedRun = reusedRun;
    }

    /**
     * Returns a generator that reuses the spectrograms of another run with the same options and audio, such as the run
     * for another fold. Files are hard-linked if the file system supports it, otherwise copied. Spectrograms normalized
     * with corpus statistics are recomputed, since the training clips differ.
     */
    public SpectrogramGenerator reusing(RunFolder run) {
        return new SpectrogramGenerator(configuration, executor, Optional.of(run));
    }

    /**
     * Computes the missing spectrograms.
     *
     * @throws StageException if the split is missing, or more than maxProblemRatio of the clips fail
     */
    public SpectrogramReport run(Progress progress) {
        Stage<SpectrogramResult> stage = Stage.of(
                RunStage.SPECTROGRAMS,
                SpectrogramResult.class,
                configuration,
                List.of(configuration.spectrogram(), configuration.spectrogramStorage(), ALGORITHM_VERSION),
                List.of(folder.split()));
        try (StageRun<SpectrogramResult> run = StageRun.begin(configuration, stage, progress)) {
            reportEmptyBands(progress);
            run.reportAdopted(progress, "");
            if (run.alreadyFinished()) {
                run.reportFinished(progress);
                return report(run.result(), run.record().seconds(), run);
            }
            SpectrogramResult result = generate(run, progress);
            return report(result, run.finish(result).seconds(), run);
        } catch (IOException e) {
            throw new StageException("spectrograms: " + e.getMessage(), e);
        }
    }

    /** Warns about empty filters, as librosa and torchaudio do. */
    private void reportEmptyBands(Progress progress) {
        int nMels = configuration.spectrogram().nMels();
        int empty = new MelFilterbank(configuration.spectrogram()).nEmptyBands();
        if (empty > 0) {
            progress.info(
                    empty + " of " + nMels + " mel bands are empty, because they are narrower than an FFT bin with"
                            + " nFft=" + configuration.spectrogram().nFft()
                            + "; a larger nFft or a smaller nMels fills them.");
        }
    }

    private SpectrogramResult generate(StageRun<?> run, Progress progress) throws IOException {
        SplitFile split = SplitFile.read(folder.split());
        ClipCatalog catalog = Metadata.read(configuration);
        List<ClipToRead> clips;
        List<ClipToRead> trainingClips;
        try (AudioSource source = AudioSources.open(configuration)) {
            trainingClips = ClipToRead.list(Split.TRAIN, split.train(), catalog);
            clips = ClipToRead.inReadingOrder(split, catalog, source);
            if (run.adopted()) {
                checkStore();
                progress.info(new AdoptedSpectrogramsCheck(configuration, source).check(clips));
            }
        }
        if (!configuration.storesSpectrograms()) {
            normalization(trainingClips, progress);
            return new FrameCounter(configuration, executor).count(clips, split, run, progress);
        }
        if (reusedRun.isPresent() && !configuration.spectrogram().normalizeCorpus()) {
            for (ClipToRead clip : clips) {
                reuse(reusedRun.get(), clip);
            }
        }
        SpectrogramWork work =
                new SpectrogramWork(configuration, normalization(trainingClips, progress), run.adopted());
        SpectrogramWork.Counts counts;
        try (Progress.Task task = progress.begin("Spectrograms", clips.size(), "clips")) {
            counts = executor.reduce(
                    clips,
                    work,
                    SpectrogramWork.Counts.NONE,
                    task,
                    failed -> run.addProblem(failed.item().id(), failed.source(), failed.reason()));
        }
        run.checkProblemRatio(clips.size());
        return new SpectrogramResult(counts.train(), counts.validation(), counts.frames());
    }

    private void checkStore() {
        if (!configuration.storesSpectrograms()) {
            throw new StageException("spectrogramStore: "
                    + folder.spectrograms(Split.TRAIN).getParent()
                    + " contains spectrograms from another program, which spectrogramStore=none would ignore;"
                    + " set spectrogramStore=files, or choose another outputPath");
        }
    }

    private void reuse(RunFolder run, ClipToRead clip) throws IOException {
        Path file = folder.spectrogram(clip.split(), clip.id());
        for (Split split : Split.values()) {
            Path existing = run.spectrogram(split, clip.id());
            if (Files.exists(existing) && !Files.exists(file)) {
                FileTree.link(existing, file);
            }
        }
    }

    private Normalization normalization(List<ClipToRead> trainingClips, Progress progress) throws IOException {
        if (configuration.spectrogram().normalize()) {
            return new Normalization.PerClip();
        }
        return configuration.spectrogram().normalizeCorpus()
                ? CorpusStatistics.readOrCompute(configuration, trainingClips, executor, progress)
                : new Normalization.None();
    }

    private static SpectrogramReport report(SpectrogramResult result, double seconds, StageRun<?> run) {
        return new SpectrogramReport(result.train(), result.validation(), result.frames(), seconds, run.problems());
    }
}
