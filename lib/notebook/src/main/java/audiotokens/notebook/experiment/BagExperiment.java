package audiotokens.notebook.experiment;

import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.run.StageRun;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures how well a run's clips can be classified by the frequencies of their tokens, regardless of order.
 *
 * @param configuration configuration of the run; missing stages up to tokens are run
 */
public record BagExperiment(Configuration configuration) {

    /**
     * Fits and evaluates every model, or returns earlier results.
     *
     * @param listener receives each result as soon as it is available
     */
    public List<SweepResult> run(Progress progress, Consumer<SweepResult> listener) {
        int nDistinctTokens = new Pipeline(configuration).tokenize(progress);
        List<SweepResult> results = new ArrayList<>();
        try (Progress.Task task = progress.begin("Bags of tokens", BagModel.values().length, "models")) {
            for (BagModel model : BagModel.values()) {
                results.add(run(model, nDistinctTokens, progress));
                listener.accept(results.getLast());
                task.advance(1);
            }
        }
        return List.copyOf(results);
    }

    private SweepResult run(BagModel model, int nDistinctTokens, Progress progress) {
        Stage<BagResult> stage = new Stage<>(
                "bag_" + model.name().toLowerCase(Locale.ROOT),
                BagResult.class,
                List.of(RunStage.DATASET, RunStage.TOKENS),
                List.of(model),
                List.of(),
                List.of());
        try (StageRun<BagResult> run = StageRun.begin(configuration, stage, progress)) {
            StageRecord record = run.alreadyFinished()
                    ? run.record()
                    : run.finish(new BagResult(AveragePrecision.mean(predict(model, progress))));
            String name = "bag of tokens, " + title(model);
            return new SweepResult(name, record.result(BagResult.class).bagMap(), record.seconds(), nDistinctTokens);
        }
    }

    /** Fits the model on the tokens of the training clips, which must exist, and predicts the validation clips. */
    Predictions predict(BagModel model, Progress progress) {
        try (Progress.Task task = progress.begin(title(model), -1, "models")) {
            TokenBags train = TokenBags.read(configuration, Split.TRAIN);
            TokenBags validation = TokenBags.read(configuration, Split.VALIDATION);
            float[][] scores =
                    model.predict(train, validation, configuration.run().seed());
            task.advance(1);
            return new Predictions(validation.ids(), scores, validation.targets());
        }
    }

    static String title(BagModel model) {
        return model.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
