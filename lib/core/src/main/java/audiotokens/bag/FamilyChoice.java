package audiotokens.bag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Selects families and the weights of their bags, on training clips only.
 *
 * <p>First, a family is dropped unless the non-silent sound of at least half of the clips lasts at least half
 * as long as its window: a texture of 4 s does not describe a sound of 0.4 s. Then a coordinate search tries other weights, family by family: it
 * cross-validates each weight over groups of the training clips, and accepts a weight if the squared error decreases by
 * more than chance explains; otherwise the family keeps its weight. The codebooks have been fitted on all training
 * clips, held-out ones included, but without labels.
 *
 * @param weights weight of each family; 0 if it is unused
 * @param trials the weights that were tried, in order
 */
public record FamilyChoice(double[] weights, List<Trial> trials) {
    /** A clip is long enough for a family if its sound lasts at least this fraction of the family's window. */
    private static final double MIN_FILLED = 0.5;

    /** The weights to try, as multiples of a family's default weight. */
    private static final double[] FACTORS = {0, 0.5, 1, 2};

    /**
     * Minimum decrease of the error, in standard errors of the mean difference over clips. With about thirty trials,
     * chance alone produces such a decrease in less than one search in ten.
     */
    private static final double MIN_ADVANTAGE = 3;

    private static final int MAX_PASSES = 2;

    public FamilyChoice {
        weights = weights.clone();
        trials = List.copyOf(trials);
    }

    /**
     * A trial of the search.
     *
     * @param family the family whose weight was changed; empty for the initial weights
     * @param weight the weight tried
     * @param error cross-validated squared error of a clip's scores, summed over labels and averaged over training
     *     clips
     * @param taken whether the search accepted it
     */
    public record Trial(String family, double weight, double error, boolean taken) {}

    /**
     * Chooses the weights.
     *
     * @param sources the families
     * @param clips bags of the training clips
     * @param targets (clips, labels)
     * @param groups group of each clip, such as a recording or a fold; clips of one group are held out together; at
     *     least two groups
     */
    public static FamilyChoice of(List<BagSource> sources, List<ClipBags> clips, float[][] targets, int[] groups) {
        TrainingKernels kernels = TrainingKernels.of(clips);
        return search(sources, kernels, initialWeights(sources, clips), targets, groups);
    }

    /**
     * Returns the families' default weights; 0 for families whose windows are too long for most clips, unless this
     * would leave no family.
     */
    static double[] initialWeights(List<BagSource> sources, List<ClipBags> clips) {
        double[] weights = new double[sources.size()];
        for (int i = 0; i < weights.length; i++) {
            BagSource source = sources.get(i);
            double minSeconds = MIN_FILLED * source.windowSeconds();
            long nLongEnough = clips.stream()
                    .filter(clip -> clip.soundSeconds() >= minSeconds)
                    .count();
            weights[i] = nLongEnough * 2 >= clips.size() ? source.weight() : 0;
        }
        if (Arrays.stream(weights).sum() == 0) {
            Arrays.setAll(weights, i -> sources.get(i).weight());
        }
        return weights;
    }

    static FamilyChoice search(
            List<BagSource> sources,
            TrainingKernels kernels,
            double[] initialWeights,
            float[][] targets,
            int[] groups) {
        HeldOutError error = new HeldOutError(kernels, targets, groups);
        double[] weights = initialWeights.clone();
        List<Trial> trials = new ArrayList<>();
        double[] lowestErrors = error.of(bagWeights(sources, weights));
        trials.add(new Trial("", Double.NaN, mean(lowestErrors), true));
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            boolean hasChanged = false;
            for (int i = 0; i < weights.length; i++) {
                double currentWeight = weights[i];
                double bestWeight = currentWeight;
                double[] errorsBefore = lowestErrors;
                for (double factor : initialWeights[i] == 0 ? new double[0] : FACTORS) {
                    weights[i] = factor * sources.get(i).weight();
                    if (weights[i] == currentWeight || Arrays.stream(weights).sum() == 0) {
                        continue;
                    }
                    double[] triedErrors = error.of(bagWeights(sources, weights));
                    boolean taken = HeldOutError.advantage(errorsBefore, triedErrors) > MIN_ADVANTAGE
                            && mean(triedErrors) < mean(lowestErrors);
                    trials.add(new Trial(sources.get(i).name(), weights[i], mean(triedErrors), taken));
                    if (taken) {
                        lowestErrors = triedErrors;
                        bestWeight = weights[i];
                        hasChanged = true;
                    }
                }
                weights[i] = bestWeight;
            }
            if (!hasChanged) {
                break;
            }
        }
        return new FamilyChoice(weights, trials);
    }

    /** Returns the weight of each bag type, from the weights of the families. */
    static double[] bagWeights(List<BagSource> sources, double[] weights) {
        return IntStream.range(0, sources.size())
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, sources.get(i).bags()).mapToDouble(bag -> weights[i]))
                .toArray();
    }

    private static double mean(double[] errors) {
        return Arrays.stream(errors).average().orElse(0);
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }
}
