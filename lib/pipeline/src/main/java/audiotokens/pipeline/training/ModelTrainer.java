package audiotokens.pipeline.training;

import audiotokens.file.NpyFile;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.WholeFile;
import audiotokens.model.ComputeDevice;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.tracking.RunTracker;
import audiotokens.training.Checkpoint;
import audiotokens.training.EmbeddingStart;
import audiotokens.training.Epoch;
import audiotokens.training.TokenVectors;
import audiotokens.training.TrainingOptions;
import audiotokens.training.TrainingReport;
import audiotokens.training.TrainingSession;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stage 5: trains the configured classifier and keeps its best and its last weights.
 *
 * <p>After each epoch a checkpoint is written; a run that was stopped goes on from it and ends with the history of an
 * unbroken run, because every random choice of an epoch follows from the seed and the epoch's number alone.
 */
public final class ModelTrainer {
    /** Goes up where the same options come to train otherwise, so that no training goes on as another. */
    private static final String FORM = "form 2";

    private final Configuration configuration;
    private final TrainingFolder folder;

    /** A trainer for {@code configuration}. */
    public ModelTrainer(Configuration configuration) {
        this.configuration = configuration;
        this.folder = TrainingFolder.of(RunFolder.of(configuration));
    }

    /** Trains, or returns the report of a training that has finished before. */
    public TrainingReport run(Progress progress) {
        return run(progress, epoch -> {});
    }

    /**
     * Trains, or returns the report of a training that has finished before.
     *
     * @param listener is given each epoch on the calling thread, those of an earlier, stopped run first
     * @throws StageException where an earlier stage has not run, or the loss is no longer finite
     * @throws java.util.concurrent.CancellationException where the calling thread is interrupted
     */
    public TrainingReport run(Progress progress, Consumer<Epoch> listener) {
        Stage<TrainingResult> stage = Stage.of(
                RunStage.TRAINING,
                TrainingResult.class,
                configuration,
                List.of(
                        configuration.model(),
                        configuration.training(),
                        configuration.cluster().vocabSize(),
                        FORM),
                List.of());
        try (StageRun<TrainingResult> run = StageRun.begin(configuration, stage, progress)) {
            if (run.alreadyFinished()) {
                run.sayFinished(progress);
                TrainingReport report =
                        JsonMapper.shared().readValue(Files.readString(folder.history()), TrainingReport.class);
                report.epochs().forEach(listener);
                return report;
            }
            TrainingReport report = train(checkpoint(run, progress), progress, listener);
            run.finish(TrainingResult.of(report));
            RunTracker.ofEnvironment(configuration).update();
            return report;
        } catch (IOException e) {
            throw new StageException("the training cannot write to " + folder.path() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Where this training stopped. Weights that this run has not made are moved out of the way, since the first epoch
     * would write over them; a checkpoint of its own without the best weights beside it is removed, since a stop before
     * the end of the first epoch would take it up.
     */
    private Optional<Checkpoint> checkpoint(StageRun<?> run, Progress progress) throws IOException {
        if (!run.resumed()) {
            run.moveForeign(List.of(folder.path()), progress);
            return Optional.empty();
        }
        if (folder.isComplete()) {
            return Checkpoint.read(folder.checkpoint());
        }
        Files.deleteIfExists(folder.checkpoint());
        return Optional.empty();
    }

    private TrainingReport train(Optional<Checkpoint> before, Progress progress, Consumer<Epoch> listener)
            throws IOException {
        List<Epoch> epochs = new ArrayList<>(before.map(Checkpoint::epochs).orElse(List.of()));
        epochs.forEach(listener);
        int total = configuration.training().epochs();
        ClipCatalog catalog = Metadata.read(configuration);
        ClipInputs trainClips = new ClipInputs(configuration, catalog, Split.TRAIN);
        ClipInputs validationClips = new ClipInputs(configuration, catalog, Split.VALIDATION);
        int missing = trainClips.missing() + validationClips.missing();
        try (TrainingSession session = session(trainClips, validationClips, before);
                Progress.Task task = progress.begin("Training", total, "epochs")) {
            task.advance(epochs.size());
            while (epochs.size() < total
                    && !TrainingReport.exhausted(
                            epochs, configuration.training().patience())) {
                Epoch epoch = session.epoch(epochs.size() + 1, progress);
                epochs.add(epoch);
                keep(session, epochs, missing);
                listener.accept(epoch);
                task.advance(1);
                task.note("mAP %.3f".formatted(epoch.validationMap()));
            }
            return session.report(epochs, missing);
        }
    }

    /** The model in training on the run's clips: a new one, or that of {@code before}. */
    TrainingSession session(Optional<Checkpoint> before) {
        ClipCatalog catalog = Metadata.read(configuration);
        return session(
                new ClipInputs(configuration, catalog, Split.TRAIN),
                new ClipInputs(configuration, catalog, Split.VALIDATION),
                before);
    }

    private TrainingSession session(ClipInputs train, ClipInputs validation, Optional<Checkpoint> before) {
        TrainingOptions options = configuration.training();
        boolean needsCentroids =
                options.tokenSubstitution() > 0 || options.embeddingStart() == EmbeddingStart.CENTROIDS;
        return new TrainingSession(
                ConfiguredModel.of(configuration, train.labels(), train.longest()),
                options,
                configuration.run().seed(),
                train,
                validation,
                needsCentroids ? Optional.of(centroids()) : Optional.empty(),
                ComputeDevice.find(configuration.run().threadCount()),
                before);
    }

    private TokenVectors centroids() {
        try {
            String codebook = RunTokenizer.streams(configuration).getFirst().codebook();
            NpyFile.Floats array = RunTokenizer.vectors(configuration, codebook)
                    .orElseThrow(() -> new StageException("embeddingStart: the run's tokenizer has no vectors of its"
                            + " tokens to start from; it may be random"));
            return new TokenVectors(array.shape()[0], array.shape()[1], array.values());
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the notebook 'clusters' first", e);
        }
    }

    /** The checkpoint comes last: until it is there, the next run repeats this epoch and writes the same again. */
    private void keep(TrainingSession session, List<Epoch> epochs, int missing) throws IOException {
        Checkpoint checkpoint = session.checkpoint(epochs);
        SafetensorsFile weights = new SafetensorsFile(checkpoint.weights(), session.texts());
        if (TrainingReport.best(epochs).equals(epochs.getLast())) {
            weights.write(folder.best());
        }
        weights.write(folder.last());
        WholeFile.write(folder.history(), JsonMapper.shared().writeValueAsString(session.report(epochs, missing)));
        checkpoint.write(folder.checkpoint());
    }
}
