package audiotokens.notebook.experiment;

import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of cross-validating a classifier.
 *
 * @param name name of the classifier
 * @param folds predictions of each fold's clips by the model trained on the other folds
 * @param metrics metrics of the pooled predictions of all folds; the bootstrap resamples all clips
 * @param seconds computing time of all folds including all stages, in seconds
 */
public record CrossValidationResult(String name, List<Predictions> folds, Metrics metrics, double seconds) {
    public CrossValidationResult {
        folds = List.copyOf(folds);
    }

    static CrossValidationResult of(String name, List<CrossValidation.FoldResult> folds, Configuration configuration) {
        return of(
                name,
                folds.stream().map(CrossValidation.FoldResult::predictions).toList(),
                folds.stream().mapToDouble(CrossValidation.FoldResult::seconds).sum(),
                configuration);
    }

    static CrossValidationResult of(String name, List<Predictions> folds, double seconds, Configuration configuration) {
        Metrics metrics = Metrics.of(
                Predictions.concatenate(folds),
                configuration.evaluation().predictionThreshold(),
                configuration.evaluation().bootstrapSamples(),
                configuration.run().seed());
        return new CrossValidationResult(name, folds, metrics, seconds);
    }

    /**
     * Averages the scores of several classifiers and evaluates the average as one classifier.
     *
     * @param configuration evaluation options
     * @throws IllegalArgumentException if the classifiers predicted different clips
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
     * Returns the results with these names, in this order.
     *
     * @throws IllegalArgumentException if a name is not found
     */
    public static List<CrossValidationResult> select(List<CrossValidationResult> results, String... names) {
        return Arrays.stream(names)
                .map(name -> results.stream()
                        .filter(result -> result.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no classifier is called '" + name
                                + "'; the classifiers are "
                                + results.stream()
                                        .map(CrossValidationResult::name)
                                        .toList())))
                .toList();
    }

    /** Returns the mean average precision of the pooled predictions. */
    public double meanAveragePrecision() {
        return metrics.meanAveragePrecision();
    }

    /** Returns the top-1 accuracy: fraction of the clips whose highest-scoring label is a true label. */
    public double accuracy() {
        return metrics.topAccuracy();
    }

    /** Returns the top-1 accuracy of each fold. */
    public double[] accuracies() {
        return folds.stream().mapToDouble(Metrics::topAccuracy).toArray();
    }
}
