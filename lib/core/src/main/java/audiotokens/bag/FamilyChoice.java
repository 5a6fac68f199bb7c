package audiotokens.bag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which families take part and what their bags weigh, chosen on training clips alone.
 *
 * <p>First a family whose windows most clips do not fill is left out: a texture of 4 s says nothing about a sound of
 * 0.4 s. Then, one family after another, other weights are tried: the training clips are divided into groups, each is
 * scored by a model of the others, and a weight is taken where the squared error of the scores falls by more than chance
 * explains. Where nothing is better by so much, the families' own weights stay. Codebooks know the words of all training
 * clips, held out or not, but never a label.
 *
 * @param weights one a family, 0 where it does not take part
 * @param trials what was tried, in order
 */
public record FamilyChoice(double[] weights, List<Trial> trials) {
    /** A family takes part where at least half of the clips fill at least half of its window. */
    private static final double FILLED = 0.5;

    /** Tried in place of a family's own weight, as multiples of it. */
    private static final double[] FACTORS = {0, 0.5, 1, 2};

    /**
     * How much the error has to fall for a change, in standard errors of the difference over clips: of the thirty or so
     * changes that are tried, chance alone makes one look so good in less than one search of ten.
     */
    private static final double MIN_ADVANTAGE = 3;

    private static final int PASSES = 2;

    public FamilyChoice {
        weights = weights.clone();
        trials = List.copyOf(trials);
    }

    /**
     * A setting that was tried.
     *
     * @param family whose weight was changed; empty for the weights that the search starts with
     * @param weight that was tried
     * @param error mean over training clips, held out, of the squared error of a clip's scores, summed over labels
     * @param taken whether the search went on with it
     */
    public record Trial(String family, double weight, double error, boolean taken) {}

    /**
     * Chooses.
     *
     * @param clips the training clips' bags
     * @param targets (clips, labels)
     * @param groups a number a clip; clips of one group (a recording, a fold) are held out together; at least two groups
     */
    public static FamilyChoice of(List<BagSource> sources, List<ClipBags> clips, float[][] targets, int[] groups) {
        TrainingKernels kernels = TrainingKernels.of(clips);
        return search(sources, kernels, longEnough(sources, clips), targets, groups);
    }

    /** The families' own weights; 0 for those whose windows most clips do not fill. */
    static double[] longEnough(List<BagSource> sources, List<ClipBags> clips) {
        double[] weights = new double[sources.size()];
        for (int i = 0; i < weights.length; i++) {
            BagSource source = sources.get(i);
            double needed = FILLED * source.windowSeconds();
            long filled =
                    clips.stream().filter(clip -> clip.soundSeconds() >= needed).count();
            weights[i] = filled * 2 >= clips.size() ? source.weight() : 0;
        }
        if (Arrays.stream(weights).sum() == 0) {
            Arrays.setAll(weights, i -> sources.get(i).weight());
        }
        return weights;
    }

    static FamilyChoice search(
            List<BagSource> sources, TrainingKernels kernels, double[] start, float[][] targets, int[] groups) {
        HeldOutError error = new HeldOutError(kernels, targets, groups);
        double[] weights = start.clone();
        List<Trial> trials = new ArrayList<>();
        double[] least = error.of(ofBags(sources, weights));
        trials.add(new Trial("", Double.NaN, mean(least), true));
        for (int pass = 0; pass < PASSES; pass++) {
            boolean changed = false;
            for (int i = 0; i < weights.length; i++) {
                double now = weights[i];
                double best = now;
                double[] before = least;
                for (double factor : start[i] == 0 ? new double[0] : FACTORS) {
                    weights[i] = factor * sources.get(i).weight();
                    if (weights[i] == now || Arrays.stream(weights).sum() == 0) {
                        continue;
                    }
                    double[] tried = error.of(ofBags(sources, weights));
                    boolean taken = HeldOutError.advantage(before, tried) > MIN_ADVANTAGE && mean(tried) < mean(least);
                    trials.add(new Trial(sources.get(i).name(), weights[i], mean(tried), taken));
                    if (taken) {
                        least = tried;
                        best = weights[i];
                        changed = true;
                    }
                }
                weights[i] = best;
            }
            if (!changed) {
                break;
            }
        }
        return new FamilyChoice(weights, trials);
    }

    /** The weight of each kind of bag, from the weights of the families. */
    static double[] ofBags(List<BagSource> sources, double[] weights) {
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
