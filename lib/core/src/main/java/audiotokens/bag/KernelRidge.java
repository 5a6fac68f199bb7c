package audiotokens.bag;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Kernel ridge regression: solves (K + 0.05 I) α = Y - mean(Y). */
final class KernelRidge {
    /** Regularization, added to the kernel's diagonal, whose entries are 1. */
    private static final double RIDGE = 0.05;

    private KernelRidge() {}

    /**
     * A solution. A clip's scores are its kernel values times the coefficients, plus the means.
     *
     * @param coefficients (n, labels)
     * @param means mean targets, (labels,)
     */
    record Solution(double[][] coefficients, double[] means) {

        /**
         * Scores a clip.
         *
         * @param kernel kernel values of the clip with the training clips, (n,)
         * @return (labels,)
         */
        double[] scores(double[] kernel) {
            double[] scores = means.clone();
            for (int clip = 0; clip < kernel.length; clip++) {
                for (int label = 0; label < scores.length; label++) {
                    scores[label] += kernel[clip] * coefficients[clip][label];
                }
            }
            return scores;
        }
    }

    /**
     * Solves for all labels together.
     *
     * @param kernel (n, n), symmetric and positive semidefinite; overwritten
     * @param targets (n, labels)
     */
    static Solution solve(double[][] kernel, float[][] targets) {
        int n = kernel.length;
        int nLabels = targets[0].length;
        double[] means = new double[nLabels];
        for (float[] target : targets) {
            for (int label = 0; label < nLabels; label++) {
                means[label] += target[label] / n;
            }
        }
        double[][] centeredTargets = new double[n][nLabels];
        for (int clip = 0; clip < n; clip++) {
            kernel[clip][clip] += RIDGE;
            for (int label = 0; label < nLabels; label++) {
                centeredTargets[clip][label] = targets[clip][label] - means[label];
            }
        }
        RealMatrix matrix = new Array2DRowRealMatrix(kernel, false);
        double[][] coefficients = new CholeskyDecomposition(matrix, 1e-6, 1e-12)
                .getSolver()
                .solve(new Array2DRowRealMatrix(centeredTargets, false))
                .getData();
        return new Solution(coefficients, means);
    }
}
