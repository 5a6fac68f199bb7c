package audiotokens.notebook.experiment;

import smile.math.kernel.MercerKernel;

/**
 * Similarity of two bags of tokens: {@code exp(-γ Σ (x - y)² / (x + y))} of the relative token frequencies x and y.
 *
 * <p>Source: Zhang et al., "Local Features and Kernels for Classification of Texture and Object Categories", 2007,
 * where γ is the inverse of the mean distance between training bags.
 *
 * @param gamma inverse scale of the distance
 */
record ChiSquaredKernel(double gamma) implements MercerKernel<double[]> {

    /** Creates a kernel with γ fitted to {@code bags}, given as square roots of the relative token frequencies. */
    static ChiSquaredKernel fit(double[][] bags) {
        double sum = 0;
        long nPairs = 0;
        for (int i = 0; i < bags.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += distance(bags[i], bags[j]);
                nPairs++;
            }
        }
        return new ChiSquaredKernel(sum == 0 ? 1 : nPairs / sum);
    }

    /** Returns the χ² distance, from 0 for equal bags to 2 for bags without a common token. */
    static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int token = 0; token < one.length; token++) {
            double x = one[token] * one[token];
            double y = other[token] * other[token];
            sum += x + y == 0 ? 0 : (x - y) * (x - y) / (x + y);
        }
        return sum;
    }

    @Override
    public double k(double[] one, double[] other) {
        return Math.exp(-gamma * distance(one, other));
    }

    @Override
    public double[] kg(double[] one, double[] other) {
        double distance = distance(one, other);
        double similarity = Math.exp(-gamma * distance);
        return new double[] {similarity, -distance * similarity};
    }

    @Override
    public MercerKernel<double[]> of(double[] parameters) {
        return new ChiSquaredKernel(parameters[0]);
    }

    @Override
    public double[] hyperparameters() {
        return new double[] {gamma};
    }

    @Override
    public double[] lo() {
        return new double[] {1e-5};
    }

    @Override
    public double[] hi() {
        return new double[] {1e5};
    }
}
