package audiotokens.bag;

import audiotokens.AudioTokensException;
import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The training clips of a bag classifier and their precomputed kernels, for choosing the sources' weights and fitting
 * classifiers. Takes O(clips²) memory per bag type.
 */
public final class BagTraining {
    private static final double MEMORY_FRACTION = 0.7;

    private final List<BagSource> sources;
    private final float[][] targets;
    private final TrainingKernels kernels;
    private final double[] initialWeights;

    /**
     * Validation scores of a classifier that was fitted without one source, or with all sources.
     *
     * @param left name of the source that was left out; empty for the classifier with all sources
     * @param accuracy fraction of labeled clips whose highest score is one of their labels
     * @param meanAveragePrecision mean average precision over labels
     */
    public record Ablation(String left, double accuracy, double meanAveragePrecision) {}

    /**
     * Computes the kernels.
     *
     * @param clips bags of the training clips; at least two clips
     * @param targets multi-hot targets, (clips, labels)
     * @throws AudioTokensException if there are fewer than two clips, or more than fit in memory
     */
    public BagTraining(List<BagSource> sources, List<ClipBags> clips, float[][] targets) {
        if (targets.length != clips.size()) {
            throw new IllegalArgumentException(
                    "there are " + clips.size() + " clips, but " + targets.length + " targets");
        }
        if (clips.size() < 2) {
            throw new AudioTokensException(
                    "a bag classifier needs at least 2 training clips, but there are " + clips.size());
        }
        int nBagTypes = clips.getFirst().squareRoots().size();
        double maxClips = Math.sqrt(MEMORY_FRACTION * Runtime.getRuntime().maxMemory() / Float.BYTES / (nBagTypes + 4));
        if (clips.size() > maxClips) {
            throw new AudioTokensException("a bag classifier of " + clips.size() + " training clips does not fit in"
                    + " memory, which holds about " + (int) maxClips + "; use fewer clips, more memory (java -Xmx) or"
                    + " another modelType");
        }
        this.sources = List.copyOf(sources);
        this.targets = targets;
        this.kernels = TrainingKernels.of(clips);
        this.initialWeights = FamilyChoice.initialWeights(sources, clips);
    }

    /**
     * Chooses the sources' weights.
     *
     * @param groups group of each clip, (clips,); clips of one group are held out together; at least two groups
     */
    public FamilyChoice choose(int[] groups) {
        return FamilyChoice.search(sources, kernels, initialWeights, targets, groups);
    }

    /** Fits the classifier with one weight per source. */
    public BagClassifier fit(double[] weights) {
        if (weights.length != sources.size()) {
            throw new IllegalArgumentException(
                    "there are " + weights.length + " weights, but " + sources.size() + " sources");
        }
        return BagClassifier.fit(kernels, FamilyChoice.bagWeights(sources, weights), targets);
    }

    /**
     * Runs an ablation study: fits the classifier with all sources, then without each source of nonzero weight, and
     * scores the validation clips.
     *
     * @param weights weight of each source
     * @param validation bags of the validation clips
     * @param validationTargets (validation clips, labels)
     */
    public List<Ablation> ablations(double[] weights, List<ClipBags> validation, float[][] validationTargets) {
        List<Ablation> ablations = new ArrayList<>();
        BagClassifier complete = fit(weights);
        List<float[]> similarities = complete.similarities(validation);
        ablations.add(ablation("", complete.scores(similarities, validation.size()), validationTargets));
        for (int source = 0; source < weights.length; source++) {
            double[] reducedWeights = weights.clone();
            reducedWeights[source] = 0;
            if (weights[source] > 0 && IntStream.range(0, reducedWeights.length).anyMatch(i -> reducedWeights[i] > 0)) {
                float[][] scores = fit(reducedWeights).scores(similarities, validation.size());
                ablations.add(ablation(sources.get(source).name(), scores, validationTargets));
            }
        }
        return ablations;
    }

    private static Ablation ablation(String omittedSource, float[][] scores, float[][] targets) {
        List<String> ids =
                IntStream.range(0, scores.length).mapToObj(Integer::toString).toList();
        Predictions predictions = new Predictions(ids, scores, targets);
        return new Ablation(omittedSource, Metrics.topAccuracy(predictions), AveragePrecision.mean(predictions));
    }
}
