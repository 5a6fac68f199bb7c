package audiotokens.bag;

import audiotokens.AudioTokensException;
import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The training clips of a bag classifier with their kernels, which are computed once: weights are chosen on them, and
 * classifiers of several weights fitted. Memory is of the order of clips² for each kind of bag.
 */
public final class BagTraining {
    private static final double SHARE_OF_MEMORY = 0.7;

    private final List<BagSource> sources;
    private final float[][] targets;
    private final TrainingKernels kernels;
    private final double[] start;

    /**
     * How a classifier without one source does on validation clips.
     *
     * @param left the source that was left out; empty for the classifier with all
     * @param accuracy share of the labelled clips whose highest score is one of their labels
     * @param meanAveragePrecision mean over labels
     */
    public record Ablation(String left, double accuracy, double meanAveragePrecision) {}

    /**
     * Computes the kernels.
     *
     * @param clips the training clips' bags, at least two clips
     * @param targets 1 where a clip has a label, 0 elsewhere: (clips, labels)
     * @throws AudioTokensException where there are fewer clips than two, or more than memory holds
     */
    public BagTraining(List<BagSource> sources, List<ClipBags> clips, float[][] targets) {
        if (targets.length != clips.size()) {
            throw new IllegalArgumentException(clips.size() + " clips with " + targets.length + " targets");
        }
        if (clips.size() < 2) {
            throw new AudioTokensException(
                    "a bag classifier needs 2 training clips or more; there are " + clips.size());
        }
        int kinds = clips.getFirst().roots().size();
        double most = Math.sqrt(SHARE_OF_MEMORY * Runtime.getRuntime().maxMemory() / Float.BYTES / (kinds + 4));
        if (clips.size() > most) {
            throw new AudioTokensException("a bag classifier of " + clips.size() + " training clips does not fit into"
                    + " memory, which holds about " + (int) most + "; use fewer clips, more memory (java -Xmx) or"
                    + " another modelType");
        }
        this.sources = List.copyOf(sources);
        this.targets = targets;
        this.kernels = TrainingKernels.of(clips);
        this.start = FamilyChoice.longEnough(sources, clips);
    }

    /**
     * Chooses the sources' weights.
     *
     * @param groups a number a clip; clips of one group are held out together; at least two groups
     */
    public FamilyChoice choose(int[] groups) {
        return FamilyChoice.search(sources, kernels, start, targets, groups);
    }

    /** Fits the classifier with a weight a source. */
    public BagClassifier fit(double[] weights) {
        if (weights.length != sources.size()) {
            throw new IllegalArgumentException(weights.length + " weights for " + sources.size() + " sources");
        }
        return BagClassifier.fit(kernels, FamilyChoice.ofBags(sources, weights), targets);
    }

    /**
     * Fits the classifier with all sources, then without each that has a weight, and scores validation clips.
     *
     * @param weights one a source
     * @param validation the validation clips' bags
     * @param validationTargets (validation clips, labels)
     */
    public List<Ablation> withoutEach(double[] weights, List<ClipBags> validation, float[][] validationTargets) {
        List<Ablation> ablations = new ArrayList<>();
        BagClassifier all = fit(weights);
        List<float[]> likeness = all.likeness(validation);
        ablations.add(ablation("", all.scores(likeness, validation.size()), validationTargets));
        for (int source = 0; source < weights.length; source++) {
            double[] less = weights.clone();
            less[source] = 0;
            if (weights[source] > 0 && IntStream.range(0, less.length).anyMatch(i -> less[i] > 0)) {
                float[][] scores = fit(less).scores(likeness, validation.size());
                ablations.add(ablation(sources.get(source).name(), scores, validationTargets));
            }
        }
        return ablations;
    }

    private static Ablation ablation(String left, float[][] scores, float[][] targets) {
        List<String> ids =
                IntStream.range(0, scores.length).mapToObj(Integer::toString).toList();
        Predictions predictions = new Predictions(ids, scores, targets);
        return new Ablation(left, Metrics.topAccuracy(predictions), AveragePrecision.mean(predictions));
    }
}
