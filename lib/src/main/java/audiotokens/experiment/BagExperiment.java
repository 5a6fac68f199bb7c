package audiotokens.experiment;

import audiotokens.config.Configuration;
import audiotokens.evaluation.AveragePrecision;
import audiotokens.evaluation.Predictions;
import audiotokens.run.Progress;
import audiotokens.run.Split;
import audiotokens.run.StageRecord;
import audiotokens.run.StageRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well a run's tokens are classified without their order.
 *
 * @param configuration of the run; the stages up to tokens are run where they have not been
 */
public record BagExperiment(Configuration configuration) {

    /** Learns and scores, or gives what an earlier call found. */
    public Outcome run(BagModel model, Progress progress) {
        int tokens = Sweep.tokenize(configuration, progress);
        String name = "bag of tokens, " + model.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        StageRun run = StageRun.begin(
                configuration,
                new StageRun.Plan(
                        "bag_" + model.name().toLowerCase(Locale.ROOT),
                        List.of("dataset", "tokens"),
                        List.of(model),
                        List.of(),
                        List.of()));
        StageRecord record = run.alreadyFinished() ? run.record() : run.finish(learn(model, progress));
        return new Outcome(name, ((Number) record.result().get("bagMap")).doubleValue(), record.seconds(), tokens);
    }

    private Map<String, Object> learn(BagModel model, Progress progress) {
        try (Progress.Task task = progress.begin(model.name().toLowerCase(Locale.ROOT), -1, "models")) {
            TokenBags train = TokenBags.read(configuration, Split.TRAIN);
            TokenBags validation = TokenBags.read(configuration, Split.VALIDATION);
            float[][] scores =
                    model.predict(train, validation, configuration.run().seed());
            task.advance(1);
            return Map.of(
                    "bagMap", AveragePrecision.mean(new Predictions(validation.ids(), scores, validation.targets())));
        }
    }
}
