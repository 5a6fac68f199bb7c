package audiotokens.bag;

import audiotokens.family.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A kernel ridge classifier of bags of tokens, for one label a clip or several: each label has a score of its own, near 1
 * where the clip has it and near 0 elsewhere. Fitting takes time and memory of the order of clips³ and clips².
 *
 * @param bagWeights one a kind of bag, 0 where it does not take part
 * @param scales mean squared distance of the training bags, one a kind of bag
 * @param bags square-rooted training bags, one entry a kind of bag: (clips, vocabulary); not copied, not to be changed
 * @param coefficients (clips, labels); not copied, not to be changed
 * @param means share of the training clips that have each label, (labels,)
 */
public record BagClassifier(
        float[] bagWeights, float[] scales, List<float[]> bags, float[] coefficients, float[] means) {
    public BagClassifier {
        bags = List.copyOf(bags);
        if (bagWeights.length != bags.size() || scales.length != bags.size()) {
            throw new IllegalArgumentException(bags.size() + " kinds of bags with " + bagWeights.length
                    + " weights and " + scales.length + " scales");
        }
        int clips = means.length == 0 ? 0 : coefficients.length / means.length;
        boolean whole = clips > 0 && coefficients.length == clips * means.length;
        for (float[] ofKind : bags) {
            whole &= ofKind.length % clips == 0;
        }
        if (!whole) {
            throw new IllegalArgumentException(
                    coefficients.length + " coefficients of " + means.length + " labels do not fit the training bags");
        }
    }

    /**
     * Fits the classifier.
     *
     * @param clips the training clips' bags, at least two clips
     * @param targets 1 where a clip has a label, 0 elsewhere: (clips, labels)
     * @param weights one a family, as {@link FamilyChoice} gives them
     */
    public static BagClassifier fit(List<Family> families, List<ClipBags> clips, float[][] targets, double[] weights) {
        if (clips.size() < 2 || targets.length != clips.size() || weights.length != families.size()) {
            throw new IllegalArgumentException(clips.size() + " clips, " + targets.length + " targets, "
                    + families.size() + " families, " + weights.length + " weights");
        }
        return fit(TrainingKernels.of(clips), FamilyChoice.ofBags(families, weights), targets);
    }

    /**
     * Chooses the families' weights on the training clips and fits the classifier with them.
     *
     * @param groups a number a clip; clips of one group are held out together while weights are chosen
     */
    public static Chosen choose(List<Family> families, List<ClipBags> clips, float[][] targets, int[] groups) {
        TrainingKernels kernels = TrainingKernels.of(clips);
        FamilyChoice choice =
                FamilyChoice.search(families, kernels, FamilyChoice.longEnough(families, clips), targets, groups);
        return new Chosen(choice, fit(kernels, FamilyChoice.ofBags(families, choice.weights()), targets));
    }

    /** A fitted classifier and how its weights were found. */
    public record Chosen(FamilyChoice choice, BagClassifier model) {}

    private static BagClassifier fit(TrainingKernels kernels, double[] bagWeights, float[][] targets) {
        int[] all = IntStream.range(0, kernels.clips()).toArray();
        KernelRidge.Solution solution = KernelRidge.solve(kernels.mean(bagWeights, all, all), targets);
        int labels = targets[0].length;
        float[] coefficients = new float[all.length * labels];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (float) solution.coefficients()[i / labels][i % labels];
        }
        return new BagClassifier(
                floats(bagWeights), floats(kernels.scales()), kernels.bags(), coefficients, floats(solution.means()));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Number of training clips. */
    public int clips() {
        return coefficients.length / means.length;
    }

    /**
     * Scores clips.
     *
     * @return (clips, labels), higher where a label is more likely; nominally, but not strictly, from 0 to 1
     */
    public float[][] scores(List<ClipBags> asked) {
        if (asked.isEmpty()) {
            return new float[0][];
        }
        int n = clips();
        double[][] kernel = new double[asked.size()][n];
        double total = 0;
        for (float weight : bagWeights) {
            total += weight;
        }
        for (int kind = 0; kind < bagWeights.length; kind++) {
            if (bagWeights[kind] > 0) {
                float[] known = bags.get(kind);
                float[] likeness = TrainingKernels.exponential(
                        BagDistances.between(TrainingKernels.rows(asked, kind), known, known.length / n), scales[kind]);
                for (int i = 0; i < likeness.length; i++) {
                    kernel[i / n][i % n] += bagWeights[kind] / total * likeness[i];
                }
            }
        }
        float[][] scores = new float[asked.size()][];
        for (int clip = 0; clip < scores.length; clip++) {
            scores[clip] = score(kernel[clip]);
        }
        return scores;
    }

    private float[] score(double[] kernel) {
        float[] scores = new float[means.length];
        for (int label = 0; label < scores.length; label++) {
            double sum = means[label];
            for (int clip = 0; clip < kernel.length; clip++) {
                sum += kernel[clip] * coefficients[clip * scores.length + label];
            }
            scores[label] = (float) sum;
        }
        return scores;
    }

    /** Writes the model's arrays into a folder, as {@link BagClassifierFiles} lays them out. */
    public void save(Path folder) throws IOException {
        BagClassifierFiles.write(this, folder);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException where a file is missing or damaged, or the files do not belong together
     */
    public static BagClassifier load(Path folder) throws IOException {
        return BagClassifierFiles.read(folder);
    }
}
