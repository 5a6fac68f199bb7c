package audiotokens.bag;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cross-validated error of kernel ridge regression over groups of training clips. One scale factor for all clips and
 * labels is fitted to the scores first, so the error does not depend on their scale.
 */
final class HeldOutError {
    private final TrainingKernels kernels;
    private final float[][] targets;
    private final int[] groups;
    private final int[] distinctGroups;

    /**
     * @param targets (clips, labels)
     * @param groups group of each clip, (clips,)
     */
    HeldOutError(TrainingKernels kernels, float[][] targets, int[] groups) {
        this.kernels = kernels;
        this.targets = targets;
        this.groups = groups;
        this.distinctGroups = Arrays.stream(groups).distinct().sorted().toArray();
        if (groups.length != kernels.nClips() || targets.length != kernels.nClips()) {
            throw new IllegalArgumentException("there are " + kernels.nClips() + " clips, but " + targets.length
                    + " targets and " + groups.length + " groups");
        }
        if (distinctGroups.length < 2) {
            throw new IllegalArgumentException("all training clips are in one group; two or more are needed");
        }
    }

    /** Returns the squared error of each clip, summed over labels: (clips,). */
    double[] of(double[] bagWeights) {
        int nLabels = targets[0].length;
        double[][] deviations = new double[groups.length][];
        double[][] scores = new double[groups.length][nLabels];
        double product = 0;
        double squares = 0;
        for (int group : distinctGroups) {
            scoreGroup(bagWeights, group, scores, deviations);
        }
        for (int clip = 0; clip < groups.length; clip++) {
            for (int label = 0; label < nLabels; label++) {
                product += scores[clip][label] * deviations[clip][label];
                squares += scores[clip][label] * scores[clip][label];
            }
        }
        double factor = squares == 0 ? 0 : product / squares;
        double[] errors = new double[groups.length];
        for (int clip = 0; clip < groups.length; clip++) {
            for (int label = 0; label < nLabels; label++) {
                double error = factor * scores[clip][label] - deviations[clip][label];
                errors[clip] += error * error;
            }
        }
        return errors;
    }

    /** Computes the scores and targets of one group's clips, both relative to the mean targets of the other clips. */
    private void scoreGroup(double[] bagWeights, int group, double[][] scores, double[][] deviations) {
        int[] heldOut = IntStream.range(0, groups.length)
                .filter(clip -> groups[clip] == group)
                .toArray();
        int[] training = IntStream.range(0, groups.length)
                .filter(clip -> groups[clip] != group)
                .toArray();
        float[][] trainingTargets =
                Arrays.stream(training).mapToObj(clip -> targets[clip]).toArray(float[][]::new);
        KernelRidge.Solution solution =
                KernelRidge.solve(kernels.weightedMean(bagWeights, training, training), trainingTargets);
        double[][] kernel = kernels.weightedMean(bagWeights, heldOut, training);
        for (int i = 0; i < heldOut.length; i++) {
            double[] clipScores = solution.scores(kernel[i]);
            double[] deviation = new double[clipScores.length];
            for (int label = 0; label < clipScores.length; label++) {
                scores[heldOut[i]][label] = clipScores[label] - solution.means()[label];
                deviation[label] = targets[heldOut[i]][label] - solution.means()[label];
            }
            deviations[heldOut[i]] = deviation;
        }
    }

    /** Returns the mean decrease from {@code previousErrors} to {@code newErrors}, in standard errors of this mean. */
    static double advantage(double[] previousErrors, double[] newErrors) {
        int n = previousErrors.length;
        double mean = 0;
        double squares = 0;
        for (int clip = 0; clip < n; clip++) {
            double difference = previousErrors[clip] - newErrors[clip];
            mean += difference / n;
            squares += difference * difference / n;
        }
        double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
        return deviation == 0 ? 0 : mean / deviation * Math.sqrt(n);
    }
}
