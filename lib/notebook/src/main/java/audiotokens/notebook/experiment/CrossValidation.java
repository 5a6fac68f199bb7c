package audiotokens.notebook.experiment;

import audiotokens.bag.BagReport;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SplitType;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.source.ClipTable;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.pipeline.training.RunModel;
import audiotokens.pipeline.training.TrainingFolder;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Cross-validates classifiers. Each fold is a run in its own folder; the codebook and the model of the run are fitted
 * on the other folds only. Finished folds are read from disk, and interrupted ones are resumed. Spectrograms and
 * features that folds and variants have in common are computed once. The fold {@code excludedFold} is left out. If the
 * configuration does not split by fold, its single split is used as the only fold.
 */
public final class CrossValidation {
    private static final List<RunStage> STAGES_UP_TO_TOKENS =
            List.of(RunStage.DATASET, RunStage.SPECTROGRAMS, RunStage.CLUSTERS, RunStage.TOKENS);

    private final String name;
    private final Configuration base;
    private final List<Integer> folds;
    private final SharedWork shared;

    /**
     * @param name folder name, {@code experiments/NAME} below the base's folder
     * @param base configuration that all classifiers share
     * @throws StageException if the base splits by fold and its clipTable has fewer than two folds
     */
    public CrossValidation(String name, Configuration base) {
        this(name, base, new SharedWork());
    }

    /** @param shared work shared with other cross-validations of the same clips */
    CrossValidation(String name, Configuration base, SharedWork shared) {
        this.shared = shared;
        this.name = name;
        this.base = base;
        this.folds = base.dataset().splitType() == SplitType.FOLD
                ? folds(base)
                : List.of(base.dataset().validationFold());
    }

    private static List<Integer> folds(Configuration configuration) {
        try {
            List<Integer> folds = ClipTable.read(configuration).rows().stream()
                    .map(ClipTable.Row::fold)
                    .filter(fold -> !fold.isEmpty())
                    .map(Integer::valueOf)
                    .filter(fold -> fold != configuration.dataset().excludedFold())
                    .distinct()
                    .sorted()
                    .toList();
            if (folds.size() < 2) {
                throw new StageException("clipTable: " + configuration.dataset().clipTable() + " has " + folds.size()
                        + (folds.size() == 1 ? " fold" : " folds")
                        + "; cross-validation needs a CSV with at least two folds in its column 'fold'");
            }
            return folds;
        } catch (NumberFormatException e) {
            throw new StageException(
                    "clipTable: a fold is not an integer, " + e.getMessage() + "; folds are numbered 0, 1, 2, ...", e);
        }
    }

    /** Returns the folds, in order. */
    public List<Integer> folds() {
        return folds;
    }

    /** Returns the configuration of the run that uses {@code fold} for validation. */
    public Configuration configuration(Variant variant, int fold) {
        Map<String, String> overrides = new LinkedHashMap<>(variant.overrides());
        overrides.put("validationFold", Integer.toString(fold));
        Path folder = base.run().outputPath().resolve("experiments").resolve(name);
        overrides.put(
                "outputPath",
                folder.resolve(variant.name()).resolve("fold " + fold).toString());
        return base.with(overrides);
    }

    /**
     * Cross-validates several variants.
     *
     * @param listener receives each result as soon as it is available
     */
    public List<CrossValidationResult> run(
            List<Variant> variants, Progress progress, Consumer<CrossValidationResult> listener) {
        List<CrossValidationResult> results = new ArrayList<>();
        try (Progress.Task task = progress.begin(name, variants.size(), "classifiers")) {
            for (Variant variant : variants) {
                results.add(run(variant, progress));
                listener.accept(results.getLast());
                task.advance(1);
            }
        }
        new ExperimentTable(results.stream().map(ExperimentTable.Row::of).toList()).write(base, name);
        return List.copyOf(results);
    }

    /**
     * Trains every fold that has not been trained yet, and predicts its validation clips with the last epoch's weights,
     * or with the bag classifier. The best epoch is not used, since it was selected by the validation clips' scores.
     *
     * @throws StageException if a stage fails
     */
    public CrossValidationResult run(Variant variant, Progress progress) {
        DistributedRuns.of(base).ifPresent(distributed -> train(distributed, variant, progress));
        return evaluate(variant.name(), variant, progress, configuration -> {
            Pipeline pipeline = shared.pipeline(configuration);
            pipeline.train(progress);
            Path weights = TrainingFolder.of(RunFolder.of(configuration)).finalWeights(configuration);
            FoldResult result = computeOrReadPredictions(
                    configuration,
                    predictionStage(configuration, "fold", List.of(RunStage.TRAINING), List.of(), List.of(weights)),
                    progress,
                    () -> RunModel.predict(
                                    configuration,
                                    weights,
                                    new ClipInputs(configuration, Metadata.read(configuration), Split.VALIDATION),
                                    progress)
                            .predictions());
            return result.plusSeconds(pipeline.seconds(List.of(RunStage.values())));
        });
    }

    /** Trains all folds on the workers of a cluster. */
    void train(DistributedRuns distributed, Variant variant, Progress progress) {
        distributed.train(
                folds.stream().map(fold -> configuration(variant, fold)).toList(),
                run -> shared.pipeline(run).computeSpectrograms(progress),
                progress);
    }

    /**
     * Returns reports of a variant's bag classifier, one per fold, in order.
     *
     * @throws StageException if the variant's model is not a bag classifier
     */
    public List<BagReport> bagReports(Variant variant) {
        return folds.stream()
                .map(fold -> new ModelTrainer(configuration(variant, fold))
                        .run(Progress.silent())
                        .bag()
                        .orElseThrow(() -> new StageException("modelType: the variant '" + variant.name()
                                + "' is not a bag classifier; set modelType=bag")))
                .toList();
    }

    /** Cross-validates {@code model} on bags of the variant's tokens, instead of the variant's own model. */
    public CrossValidationResult runBag(Variant variant, BagModel model, Progress progress) {
        return evaluate(
                BagExperiment.title(model) + ", tokens of " + variant.name(), variant, progress, configuration -> {
                    Pipeline pipeline = shared.pipeline(configuration);
                    pipeline.tokenize(progress);
                    String stage = "fold_" + model.name().toLowerCase(Locale.ROOT);
                    FoldResult result = computeOrReadPredictions(
                            configuration,
                            predictionStage(
                                    configuration,
                                    stage,
                                    List.of(RunStage.DATASET, RunStage.TOKENS),
                                    List.of(model),
                                    List.of()),
                            progress,
                            () -> new BagExperiment(configuration).predict(model, progress));
                    return result.plusSeconds(pipeline.seconds(STAGES_UP_TO_TOKENS));
                });
    }

    /**
     * Predictions of one fold.
     *
     * @param seconds computing time, in seconds
     */
    record FoldResult(Predictions predictions, double seconds) {
        FoldResult plusSeconds(double earlierSeconds) {
            return new FoldResult(predictions, earlierSeconds + seconds);
        }
    }

    private CrossValidationResult evaluate(
            String title, Variant variant, Progress progress, Function<Configuration, FoldResult> runFold) {
        List<FoldResult> foldResults = new ArrayList<>();
        try (Progress.Task task = progress.begin(title, folds.size(), "folds")) {
            for (int fold : folds) {
                foldResults.add(runFold.apply(configuration(variant, fold)));
                task.advance(1);
            }
        }
        return CrossValidationResult.of(title, foldResults, base);
    }

    /** Creates a stage that writes predictions to a folder with the stage's name. */
    static Stage<Stage.EmptyResult> predictionStage(
            Configuration configuration, String name, List<RunStage> upstream, List<?> options, List<Path> inputs) {
        Path predictions = RunFolder.of(configuration).path().resolve(name).resolve("predictions.csv");
        return new Stage<>(name, Stage.EmptyResult.class, upstream, options, inputs, List.of(predictions));
    }

    /** Computes predictions, or reads those of an earlier run. */
    static FoldResult computeOrReadPredictions(
            Configuration configuration,
            Stage<Stage.EmptyResult> stage,
            Progress progress,
            Supplier<Predictions> computation) {
        Path file = stage.outputs().getFirst();
        try (StageRun<Stage.EmptyResult> run = StageRun.begin(configuration, stage, progress)) {
            StageRecord record = run.record();
            if (!run.alreadyFinished()) {
                PredictionsFile.write(
                        file, computation.get(), Metadata.read(configuration).labels());
                record = run.finish(new Stage.EmptyResult());
            }
            return new FoldResult(
                    PredictionsFile.read(file, Metadata.read(configuration).labels()), record.seconds());
        } catch (IOException e) {
            throw new StageException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
