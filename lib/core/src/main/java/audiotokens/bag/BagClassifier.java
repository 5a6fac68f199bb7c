package audiotokens.bag;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Kernel ridge classifier of bags of tokens, for single-label or multi-label clips: each label has its own score, near
 * 1 if a clip has the label and near 0 if not. A bag type is one of the bags that a source makes of each clip: the bag
 * of the whole clip, or of its loudest 25%. Fitting n clips takes O(n³) time and O(n²) memory.
 *
 * @param bagWeights weight of each bag type; 0 if the type is unused
 * @param scales mean squared distance between the training bags, per bag type
 * @param bags square-rooted training bags, per bag type: (clips, vocabulary); not copied; do not modify
 * @param coefficients (clips, labels); not copied; do not modify
 * @param means fraction of the training clips with each label, (labels,)
 */
public record BagClassifier(
        float[] bagWeights, float[] scales, List<float[]> bags, float[] coefficients, float[] means) {
    private static final double SLOPE = 8;

    public BagClassifier {
        bags = List.copyOf(bags);
        if (bagWeights.length != bags.size() || scales.length != bags.size()) {
            throw new IllegalArgumentException("there are " + bags.size() + " bag types, but " + bagWeights.length
                    + " weights and " + scales.length + " scales");
        }
        int nClips = means.length == 0 ? 0 : coefficients.length / means.length;
        boolean isConsistent = nClips > 0 && coefficients.length == nClips * means.length;
        for (float[] typeBags : bags) {
            isConsistent &= nClips > 0 && typeBags.length % nClips == 0;
        }
        if (!isConsistent) {
            throw new IllegalArgumentException(
                    coefficients.length + " coefficients of " + means.length + " labels do not fit the training bags");
        }
    }

    /**
     * Fits the classifier.
     *
     * @param clips bags of the training clips; at least two clips
     * @param targets multi-hot targets, (clips, labels)
     * @param weights weight of each source, as in {@link FamilyChoice}
     */
    public static BagClassifier fit(
            List<BagSource> sources, List<ClipBags> clips, float[][] targets, double[] weights) {
        return new BagTraining(sources, clips, targets).fit(weights);
    }

    /**
     * Chooses the sources' weights on the training clips and fits the classifier with them.
     *
     * @param groups group of each clip; clips of one group are held out together in cross-validation
     */
    public static Selection choose(List<BagSource> sources, List<ClipBags> clips, float[][] targets, int[] groups) {
        BagTraining training = new BagTraining(sources, clips, targets);
        FamilyChoice choice = training.choose(groups);
        return new Selection(choice, training.fit(choice.weights()));
    }

    /** A fitted classifier and the choice of its weights. */
    public record Selection(FamilyChoice choice, BagClassifier model) {}

    static BagClassifier fit(TrainingKernels kernels, double[] bagWeights, float[][] targets) {
        int[] allClips = IntStream.range(0, kernels.nClips()).toArray();
        KernelRidge.Solution solution =
                KernelRidge.solve(kernels.weightedMean(bagWeights, allClips, allClips), targets);
        int nLabels = targets[0].length;
        float[] coefficients = new float[allClips.length * nLabels];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = (float) solution.coefficients()[i / nLabels][i % nLabels];
        }
        return new BagClassifier(
                toFloats(bagWeights),
                toFloats(kernels.scales()),
                kernels.bags(),
                coefficients,
                toFloats(solution.means()));
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Returns the number of training clips. */
    public int nClips() {
        return coefficients.length / means.length;
    }

    /**
     * Scores clips.
     *
     * @return (clips, labels), higher for more likely labels; nominally from 0 to 1, but not bounded
     */
    public float[][] scores(List<ClipBags> queries) {
        return queries.isEmpty() ? new float[0][] : scores(similarities(queries), queries.size());
    }

    /** Returns the kernel matrix of each used bag type, (queries, clips); empty for unused types. */
    List<float[]> similarities(List<ClipBags> queries) {
        int n = nClips();
        List<float[]> similarities = new ArrayList<>();
        for (int type = 0; type < bagWeights.length; type++) {
            float[] trainingBags = bags.get(type);
            similarities.add(
                    bagWeights[type] > 0 && !queries.isEmpty()
                            ? TrainingKernels.toKernel(
                                    BagDistances.between(
                                            TrainingKernels.bagsOfType(queries, type),
                                            trainingBags,
                                            trainingBags.length / n),
                                    scales[type])
                            : new float[0]);
        }
        return similarities;
    }

    float[][] scores(List<float[]> similarities, int nQueries) {
        int n = nClips();
        double[][] kernel = new double[nQueries][n];
        double total = 0;
        for (float weight : bagWeights) {
            total += weight;
        }
        for (int type = 0; type < bagWeights.length; type++) {
            if (bagWeights[type] > 0) {
                float[] similarity = similarities.get(type);
                for (int i = 0; i < similarity.length; i++) {
                    kernel[i / n][i % n] += bagWeights[type] / total * similarity[i];
                }
            }
        }
        float[][] scores = new float[nQueries][];
        for (int clip = 0; clip < scores.length; clip++) {
            scores[clip] = score(kernel[clip]);
        }
        return scores;
    }

    /**
     * Maps scores to [0, 1] monotonically: the sigmoid of 8 (score - 0.5). Not calibrated; 0.5 is midway between absent
     * and present.
     *
     * @param scores scores from {@link #scores(List)}
     */
    public static float[][] sigmoid(float[][] scores) {
        float[][] probabilities = new float[scores.length][];
        for (int clip = 0; clip < scores.length; clip++) {
            probabilities[clip] = new float[scores[clip].length];
            for (int label = 0; label < scores[clip].length; label++) {
                probabilities[clip][label] = (float) (1 / (1 + Math.exp(-SLOPE * (scores[clip][label] - 0.5))));
            }
        }
        return probabilities;
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

    /** Returns the number of labels. */
    public int nLabels() {
        return means.length;
    }

    /** Writes the model atomically, in the format of {@link BagClassifierFile}. */
    public void save(Path file) throws IOException {
        BagClassifierFile.write(this, file);
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @throws IOException if the file is missing, damaged or of a different kind of model; the message names the file
     */
    public static BagClassifier load(Path file) throws IOException {
        return BagClassifierFile.read(file);
    }
}
