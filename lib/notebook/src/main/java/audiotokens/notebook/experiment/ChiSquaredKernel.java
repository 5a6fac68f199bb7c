package audiotokens.notebook.experiment;

import smile.math.kernel.MercerKernel;

/**
 * Likeness of two bags of words: {@code exp(-γ Σ (x - y)² / (x + y))} of the words' shares x and y.
 *
 * <p>Source: Zhang et al., "Local Features and Kernels for Classification of Texture and Object Categories", 2007, with
 * γ one over the mean distance of the training bags.
 *
 * @param gamma how fast likeness falls with distance
 */
record ChiSquaredKernel(double gamma) implements MercerKernel<double[]> {

    /** The kernel whose γ suits these bags, each the square roots of its words' shares. */
    static ChiSquaredKernel fitting(double[][] bags) {
        double sum = 0;
        long pairs = 0;
        for (int one = 0; one < bags.length; one++) {
            for (int other = 0; other < one; other++) {
                sum += distance(bags[one], bags[other]);
                pairs++;
            }
        }
        return new ChiSquaredKernel(sum == 0 ? 1 : pairs / sum);
    }

    /** From 0 for equal bags to 2 for bags without a common word. */
    static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int word = 0; word < one.length; word++) {
            double x = one[word] * one[word];
            double y = other[word] * other[word];
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
        double likeness = Math.exp(-gamma * distance);
        return new double[] {likeness, -distance * likeness};
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
