package audiotokens.pipeline.training;

import audiotokens.file.AtomicFile;
import audiotokens.file.NpyFile;
import audiotokens.file.SafetensorsFile;
import audiotokens.model.Model;
import audiotokens.model.ModelFactory;
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
import audiotokens.token.TokenStream;
import audiotokens.training.Checkpoint;
import audiotokens.training.EmbeddingInitialization;
import audiotokens.training.Epoch;
import audiotokens.training.TokenVectors;
import audiotokens.training.TrainingOptions;
import audiotokens.training.TrainingReport;
import audiotokens.training.TrainingSession;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stage 5: trains the model and saves its best and last weights.
 *
 * <p>Adopted weights, which are taken over from another program (see {@link StageRun}), are evaluated instead.
 *
 * <p>A checkpoint is written after each epoch. A resumed run has the same history as an uninterrupted one, because all
 * random numbers of an epoch depend on the seed and the epoch's number only.
 */
public final class ModelTrainer {
    /** Incremented when the same options train differently: a run is not resumed with a different algorithm. */
    private static final String ALGORITHM_VERSION = "form 2";

    private final Configuration configuration;
    private final ModelFactory factory;
    /** Whether the model is a custom one, passed as a factory or named by its class. */
    private final boolean isCustom;

    private final TrainingFolder folder;

    /** Creates a trainer of the model in {@code configuration}. */
    public ModelTrainer(Configuration configuration) {
        this(
                configuration,
                ConfiguredModel.factory(configuration),
                configuration.model().builtIn().isEmpty());
    }

    /**
     * Creates a trainer of a custom model; {@code modelType} is ignored.
     *
     * @param factory creates the model; pass it to the evaluation too
     */
    public ModelTrainer(Configuration configuration, ModelFactory factory) {
        this(configuration, factory, true);
    }

    private ModelTrainer(Configuration configuration, ModelFactory factory, boolean isCustom) {
        this.configuration = configuration;
        this.factory = factory;
        this.isCustom = isCustom;
        this.folder = TrainingFolder.of(RunFolder.of(configuration));
    }

    /** Trains the model, or returns the report of a training run that has already finished. */
    public TrainingReport run(Progress progress) {
        return run(progress, epoch -> {});
    }

    /**
     * Trains the model, or returns the report of a training run that has already finished.
     *
     * @param listener called for each epoch on the calling thread, including the epochs before a resume; not called for
     *     {@code bag}
     * @throws StageException if an earlier stage has not run, or the loss is not finite
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public TrainingReport run(Progress progress, Consumer<Epoch> listener) {
        try {
            Optional<Path> adoptedWeights = isBag() ? Optional.empty() : ExternalWeights.adoptedFile(configuration);
            Stage<TrainingResult> stage = Stage.of(
                    RunStage.TRAINING,
                    TrainingResult.class,
                    configuration,
                    options(),
                    adoptedWeights.or(() -> ExternalWeights.initialWeightsFile(configuration)).stream()
                            .toList());
            try (StageRun<TrainingResult> run = StageRun.begin(configuration, stage, progress)) {
                return run(run, adoptedWeights.filter(best -> run.adopted()), progress, listener);
            }
        } catch (IOException e) {
            throw new StageException("the training cannot write to " + folder.path() + ": " + e.getMessage(), e);
        }
    }

    private boolean isBag() {
        return !isCustom && configuration.model().isBag();
    }

    private TrainingReport run(
            StageRun<TrainingResult> run, Optional<Path> adoptedWeights, Progress progress, Consumer<Epoch> listener)
            throws IOException {
        if (adoptedWeights.isPresent()) {
            run.reportAdopted(
                    progress,
                    "best.safetensors is evaluated, not trained; set startFrom=FILE to continue training from"
                            + " weights in another folder.");
        }
        if (run.alreadyFinished()) {
            run.reportFinished(progress);
            TrainingReport report =
                    JsonMapper.shared().readValue(Files.readString(folder.history()), TrainingReport.class);
            if (!isBag()) {
                report.trainedEpochs().forEach(listener);
            }
            return report;
        }
        TrainingReport report;
        if (adoptedWeights.isPresent()) {
            report = evaluate(adoptedWeights.get(), progress);
        } else {
            Optional<Checkpoint> checkpoint = checkpointToResume(run, progress);
            report = isBag()
                    ? new BagTrainer(configuration, folder).train(progress)
                    : train(checkpoint, progress, listener);
        }
        run.finish(TrainingResult.of(report));
        RunTracker.fromEnvironment(configuration).update();
        return report;
    }

    private TrainingReport evaluate(Path weights, Progress progress) throws IOException {
        TrainingReport report = ExternalWeights.evaluate(configuration, factory, weights, progress);
        AtomicFile.write(folder.history(), JsonMapper.shared().writeValueAsString(report));
        return report;
    }

    private List<Object> options() {
        if (isBag()) {
            return List.of(configuration.model(), configuration.cluster().vocabSize(), BagTrainer.ALGORITHM_VERSION);
        }
        List<Object> options = new ArrayList<>(List.of(
                configuration.model(),
                configuration.training(),
                configuration.cluster().vocabSize(),
                ALGORITHM_VERSION));
        if (isCustom) {
            options.add("model " + factory.name());
        }
        return options;
    }

    /**
     * Returns the state to resume from. Weights of other programs are moved away, since the first epoch would overwrite
     * them; a checkpoint without the other files of its epoch is deleted, since it could otherwise be resumed after an
     * interrupt in the first epoch.
     */
    private Optional<Checkpoint> checkpointToResume(StageRun<?> run, Progress progress) throws IOException {
        if (!run.resumed() || run.adopted()) {
            run.moveAdoptedFiles(List.of(folder.path()), progress);
            return Optional.empty();
        }
        if (folder.isComplete()) {
            return Checkpoint.read(folder.checkpoint());
        }
        Files.deleteIfExists(folder.checkpoint());
        return Optional.empty();
    }

    private TrainingReport train(Optional<Checkpoint> checkpoint, Progress progress, Consumer<Epoch> listener)
            throws IOException {
        List<Epoch> epochs = new ArrayList<>(checkpoint.map(Checkpoint::epochs).orElse(List.of()));
        epochs.forEach(listener);
        int maxEpochs = configuration.training().epochs();
        ClipCatalog catalog = Metadata.read(configuration);
        ClipInputs trainClips = new ClipInputs(configuration, catalog, Split.TRAIN);
        ClipInputs validationClips = new ClipInputs(configuration, catalog, Split.VALIDATION);
        int nMissing = trainClips.nMissing() + validationClips.nMissing();
        progress.info(configuration.run().deviceChoice().description());
        if (ExternalWeights.initialWeightsFile(configuration).isPresent()
                && configuration.training().startFromLabelFrequency()) {
            progress.warn("startFromLabelFrequency has no effect: startFrom also sets the output layer's biases.");
        }
        try (TrainingSession session = session(trainClips, validationClips, checkpoint);
                Progress.Task task = progress.begin("Training", maxEpochs, "epochs")) {
            task.advance(epochs.size());
            while (epochs.size() < maxEpochs
                    && !TrainingReport.stopsEarly(
                            epochs, configuration.training().patience())) {
                Epoch epoch = session.runEpoch(epochs.size() + 1, progress);
                epochs.add(epoch);
                saveEpoch(session, metadata(session, trainClips), epochs, nMissing);
                listener.accept(epoch);
                task.advance(1);
                task.note("mAP %.3f".formatted(epoch.validationMap()));
            }
            return session.report(epochs, nMissing);
        }
    }

    /** Creates the training session: with a new model, or the one in {@code checkpoint}. */
    TrainingSession session(Optional<Checkpoint> checkpoint) {
        ClipCatalog catalog = Metadata.read(configuration);
        return session(
                new ClipInputs(configuration, catalog, Split.TRAIN),
                new ClipInputs(configuration, catalog, Split.VALIDATION),
                checkpoint);
    }

    private TrainingSession session(ClipInputs train, ClipInputs validation, Optional<Checkpoint> checkpoint) {
        TrainingOptions options = configuration.training();
        boolean needsCentroids =
                options.tokenSubstitution() > 0 || options.embeddingStart() == EmbeddingInitialization.CENTROIDS;
        Optional<Checkpoint> initialCheckpoint = Optional.empty();
        Model model;
        Optional<Path> initialWeightsFile = ExternalWeights.initialWeightsFile(configuration);
        if (initialWeightsFile.isPresent()) {
            SafetensorsFile weights = ExternalWeights.readInitialWeights(initialWeightsFile.get());
            model = ConfiguredModel.forWeights(configuration, factory, train.nLabels(), weights);
            initialCheckpoint =
                    Optional.of(ExternalWeights.initialCheckpoint(initialWeightsFile.get(), weights, model));
        } else {
            model = factory.create(ConfiguredModel.sizes(configuration, train.nLabels(), train.maxLength()));
        }
        return new TrainingSession(
                model,
                options,
                configuration.run().seed(),
                train,
                Optional.of(validation),
                needsCentroids ? centroids() : List.of(),
                configuration.run().deviceChoice().device(),
                checkpoint.isPresent() ? checkpoint : initialCheckpoint);
    }

    /** Returns the metadata of the weights: the input size of the model, if it is fixed. */
    private Map<String, String> metadata(TrainingSession session, ClipInputs clips) {
        int frames = isCustom ? clips.maxLength() : session.model().minFrames();
        return frames == 0 ? Map.of() : Map.of(ConfiguredModel.FRAMES_KEY, Integer.toString(frames));
    }

    /** Returns the token vectors of each codebook, in the order in which the codebooks first occur in the streams. */
    private List<TokenVectors> centroids() {
        try {
            List<TokenVectors> centroids = new ArrayList<>();
            for (String codebook : RunTokenizer.streams(configuration).stream()
                    .map(TokenStream::codebook)
                    .distinct()
                    .toList()) {
                NpyFile.Floats array = RunTokenizer.vectors(configuration, codebook)
                        .orElseThrow(() -> new StageException("embeddingStart: the run's tokenizer has no vectors for"
                                + " the tokens of '"
                                + codebook + "' to start from; it must be random"));
                centroids.add(new TokenVectors(array.shape()[0], array.shape()[1], array.values()));
            }
            return centroids;
        } catch (IOException e) {
            throw new StageException(e.getMessage() + "; run the clusters notebook first", e);
        }
    }

    /**
     * Saves an epoch. The checkpoint is written last: without it, the next run repeats this epoch and writes identical
     * files.
     */
    private void saveEpoch(TrainingSession session, Map<String, String> metadata, List<Epoch> epochs, int nMissing)
            throws IOException {
        Checkpoint checkpoint = session.checkpoint(epochs);
        SafetensorsFile weights = new SafetensorsFile(checkpoint.weights(), metadata);
        if (TrainingReport.best(epochs).equals(epochs.getLast())) {
            weights.write(folder.bestWeights());
        }
        weights.write(folder.lastWeights());
        AtomicFile.write(folder.history(), JsonMapper.shared().writeValueAsString(session.report(epochs, nMissing)));
        checkpoint.write(folder.checkpoint());
    }
}
