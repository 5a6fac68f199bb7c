package audiotokens.training;

import audiotokens.model.ClipDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/** Counts the training clips of each label and derives weights from the counts. */
final class LabelFrequency {
    private final ClipDataset clips;
    private final int[] positiveCounts;

    LabelFrequency(ClipDataset clips) {
        this.clips = clips;
        this.positiveCounts = new int[clips.nLabels()];
        for (String id : clips.ids()) {
            float[] targets = clips.targets(id);
            for (int label = 0; label < positiveCounts.length; label++) {
                positiveCounts[label] += targets[label] == 1 ? 1 : 0;
            }
        }
    }

    /** Returns whether at least one label occurs in some but not all clips, so that there is something to learn. */
    boolean hasVaryingLabel() {
        return Arrays.stream(positiveCounts)
                .anyMatch(count -> count > 0 && count < clips.ids().size());
    }

    /** Returns the id of a clip that does not have exactly one label; empty if every clip has exactly one. */
    Optional<String> findClipWithoutExactlyOneLabel() {
        return clips.ids().stream()
                .filter(id -> {
                    float sum = 0;
                    for (float target : clips.targets(id)) {
                        sum += target;
                    }
                    return sum != 1;
                })
                .findFirst();
    }

    /** Returns the log odds of each label, (labels,), with 0.5 added to its positive and its negative count. */
    float[] logOdds() {
        return transformFrequencies(frequency -> Math.log(frequency / (1 - frequency)));
    }

    /** Returns the log of each label's relative frequency, (labels,), smoothed as in {@link #logOdds}. */
    float[] logFrequencies() {
        return transformFrequencies(Math::log);
    }

    private float[] transformFrequencies(DoubleUnaryOperator transform) {
        float[] values = new float[positiveCounts.length];
        for (int label = 0; label < values.length; label++) {
            values[label] = (float) transform.applyAsDouble(
                    (positiveCounts[label] + 0.5) / (clips.ids().size() + 1.0));
        }
        return values;
    }

    /**
     * Returns, for each label, the ratio of clips without it to clips with it, clamped to [1, {@code maxWeight}]:
     * (labels,).
     */
    float[] positiveWeights(double maxWeight) {
        float[] weights = new float[positiveCounts.length];
        for (int label = 0; label < weights.length; label++) {
            double ratio = (clips.ids().size() - positiveCounts[label]) / Math.max(1.0, positiveCounts[label]);
            weights[label] = (float) Math.clamp(ratio, 1, maxWeight);
        }
        return weights;
    }

    /**
     * Draws as many clips as the training set has, with replacement. A clip's probability is proportional to the sum of
     * the inverse frequencies of its labels (Gong et al., 2021).
     */
    List<String> sampleBalanced(RandomGenerator random) {
        double[] cumulative = new double[clips.ids().size()];
        double sum = 0;
        for (int clip = 0; clip < cumulative.length; clip++) {
            float[] targets = clips.targets(clips.ids().get(clip));
            for (int label = 0; label < positiveCounts.length; label++) {
                sum += targets[label] == 1 ? 1.0 / positiveCounts[label] : 0;
            }
            cumulative[clip] = sum;
        }
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < cumulative.length; i++) {
            int index = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            drawn.add(clips.ids().get(Math.min(index < 0 ? -index - 1 : index + 1, cumulative.length - 1)));
        }
        return drawn;
    }
}
