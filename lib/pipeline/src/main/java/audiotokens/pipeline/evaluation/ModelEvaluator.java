package audiotokens.pipeline.evaluation;

import audiotokens.file.AtomicFile;
import audiotokens.label.Label;
import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Confusion;
import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.metrics.RankedLabel;
import audiotokens.model.ModelFactory;
import audiotokens.model.Predictor;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.inference.BundleWriter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.tracking.RunTracker;
import audiotokens.pipeline.training.ClipInputs;
import audiotokens.pipeline.training.RunModel;
import audiotokens.pipeline.training.TrainingFolder;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stage 6: predicts the labels of the validation clips with the best model, saves predictions and metrics, and exports
 * the model as a self-contained folder.
 */
public final class ModelEvaluator {
    private final Configuration configuration;
    private final WeightsPredictor predictor;
    private final EvaluationFolder folder;

    /** Predicts the labels of clips with the weights in a file. */
    private interface WeightsPredictor {
        Predictor.ScoredPredictions predict(Path weights, ClipInputs inputs, Progress progress);
    }

    /** Creates an evaluator of the model in {@code configuration}. */
    public ModelEvaluator(Configuration configuration) {
        this(configuration, (weights, inputs, progress) -> RunModel.predict(configuration, weights, inputs, progress));
    }

    /** Creates an evaluator of the custom model that was trained. */
    public ModelEvaluator(Configuration configuration, ModelFactory factory) {
        this(
                configuration,
                (weights, inputs, progress) -> RunModel.predict(configuration, factory, weights, inputs, progress));
    }

    private ModelEvaluator(Configuration configuration, WeightsPredictor predictor) {
        this.configuration = configuration;
        this.predictor = predictor;
        this.folder = EvaluationFolder.of(RunFolder.of(configuration));
    }

    /**
     * Evaluates the model, or returns the report of an earlier evaluation.
     *
     * @throws StageException if the training has not run
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public EvaluationReport run(Progress progress) {
        Stage<Stage.EmptyResult> stage = Stage.of(
                RunStage.EVALUATION,
                Stage.EmptyResult.class,
                configuration,
                List.of(configuration.evaluation()),
                List.of(bestWeights()));
        try (StageRun<Stage.EmptyResult> run = StageRun.begin(configuration, stage, progress)) {
            if (run.alreadyFinished()) {
                run.reportFinished(progress);
                return JsonMapper.shared().readValue(Files.readString(folder.report()), EvaluationReport.class);
            }
            if (run.adopted()) {
                run.moveAdoptedFiles(
                        List.of(folder.path(), RunFolder.of(configuration).model()), progress);
            }
            EvaluationReport report = evaluate(progress);
            AtomicFile.write(folder.report(), JsonMapper.shared().writeValueAsString(report));
            run.finish(new Stage.EmptyResult());
            RunTracker.fromEnvironment(configuration).update();
            return report;
        } catch (IOException e) {
            throw new StageException("the evaluation cannot write to " + folder.path() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Exports the model as a self-contained folder, calibrated with the predictions of a finished evaluation.
     *
     * @throws StageException if the evaluation has not run, or the run lacks files of the model
     */
    public void exportModel(Progress progress) {
        RunFolder run = RunFolder.of(configuration);
        try {
            if (!Files.exists(folder.report())) {
                throw new StageException(run.path() + " has not been evaluated; run the evaluation notebook first");
            }
            BundleWriter bundle = new BundleWriter(configuration);
            bundle.missing().ifPresent(missing -> {
                throw new StageException("no model can be exported: " + missing);
            });
            bundle.checkReplaceable();
            EvaluationReport report =
                    JsonMapper.shared().readValue(Files.readString(folder.report()), EvaluationReport.class);
            ClipCatalog catalog = Metadata.read(configuration);
            writeBundle(PredictionsFile.read(folder.predictions(), catalog.labels()), report, catalog, progress);
        } catch (IOException e) {
            throw new StageException("the model cannot be written to " + run.model() + ": " + e.getMessage(), e);
        }
    }

    private Path bestWeights() {
        return TrainingFolder.of(RunFolder.of(configuration)).bestWeights();
    }

    private EvaluationReport evaluate(Progress progress) throws IOException {
        ClipCatalog catalog = Metadata.read(configuration);
        ClipInputs inputs = new ClipInputs(configuration, catalog, Split.VALIDATION);
        Predictor.ScoredPredictions scored = predictor.predict(bestWeights(), inputs, progress);
        PredictionsFile.write(folder.predictions(), scored.predictions(), catalog.labels());
        EvaluationReport report = report(scored, catalog);
        writeBundle(scored.predictions(), report, catalog, progress);
        return report;
    }

    private void writeBundle(Predictions predictions, EvaluationReport report, ClipCatalog catalog, Progress progress)
            throws IOException {
        BundleWriter bundle = new BundleWriter(configuration);
        Optional<String> missing = bundle.missing();
        if (missing.isPresent()) {
            progress.warn("No model was exported: " + missing.get());
            return;
        }
        bundle.write(
                predictions,
                report.metrics(),
                report.labels(),
                catalog.labels(),
                new ClipInputs(configuration, catalog, Split.TRAIN));
    }

    private EvaluationReport report(Predictor.ScoredPredictions scored, ClipCatalog catalog) {
        Predictions predictions = scored.predictions();
        List<LabelScore> labels = catalog.labels().all().stream()
                .map(label -> score(predictions, label))
                .filter(score -> score.clips() > 0)
                .sorted(Comparator.comparingDouble(LabelScore::averagePrecision)
                        .reversed()
                        .thenComparingInt(score -> score.label().index()))
                .toList();
        Metrics metrics = Metrics.of(
                predictions,
                configuration.evaluation().predictionThreshold(),
                configuration.evaluation().bootstrapSamples(),
                configuration.run().seed());
        return new EvaluationReport(
                metrics, scored.loss(), predictions.ids().size(), labels, Confusion.of(predictions, catalog.labels()));
    }

    private static LabelScore score(Predictions predictions, Label label) {
        boolean[] positives = predictions.positivesOf(label.index());
        int clips = 0;
        for (boolean isPositive : positives) {
            clips += isPositive ? 1 : 0;
        }
        RankedLabel ranked = RankedLabel.of(predictions.scoresOf(label.index()), positives);
        return new LabelScore(
                label, clips, ranked.averagePrecision(AveragePrecision.unitWeights(positives.length)), ranked.rocAuc());
    }
}
