package audiotokens.notebook.experiment;

import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a classifier did on clips that it has not learned from, every fold in its turn.
 *
 * @param name of the classifier
 * @param folds what it predicted of each fold's clips, from the other folds
 * @param metrics of the predictions of all folds pooled, with the interval of draws from all of them
 * @param seconds of all folds, from their audio on, when they were computed
 */
public record CrossValidationResult(String name, List<Predictions> folds, Metrics metrics, double seconds) {
    public CrossValidationResult {
        folds = List.copyOf(folds);
    }

    static CrossValidationResult of(String name, List<Predictions> folds, double seconds, Configuration configuration) {
        Metrics metrics = Metrics.of(
                Predictions.pooled(folds),
                configuration.evaluation().predictionThreshold(),
                configuration.evaluation().bootstrapSamples(),
                configuration.run().seed());
        return new CrossValidationResult(name, folds, metrics, seconds);
    }

    /**
     * The mean of the scores of several classifiers, which are judged together as one.
     *
     * @param configuration how predictions are judged
     * @throws IllegalArgumentException where the classifiers have predicted different clips
     */
    public static CrossValidationResult mean(
            String name, Configuration configuration, List<CrossValidationResult> members) {
        List<Predictions> folds = IntStream.range(0, members.getFirst().folds().size())
                .mapToObj(fold -> Predictions.mean(
                        members.stream().map(member -> member.folds().get(fold)).toList()))
                .toList();
        double seconds =
                members.stream().mapToDouble(CrossValidationResult::seconds).sum();
        return of(name, folds, seconds, configuration);
    }

    /**
     * Those of {@code results} that have these names, in the order of the names.
     *
     * @throws IllegalArgumentException where there is none of a name
     */
    public static List<CrossValidationResult> named(List<CrossValidationResult> results, String... names) {
        return Arrays.stream(names)
                .map(name -> results.stream()
                        .filter(result -> result.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no classifier is called '" + name
                                + "'; there are "
                                + results.stream()
                                        .map(CrossValidationResult::name)
                                        .toList())))
                .toList();
    }

    /** Share of the clips whose highest score is one of their labels. */
    public double accuracy() {
        return metrics.topAccuracy();
    }

    /** The same of each fold. */
    public double[] accuracies() {
        return folds.stream().mapToDouble(Metrics::topAccuracy).toArray();
    }
}
