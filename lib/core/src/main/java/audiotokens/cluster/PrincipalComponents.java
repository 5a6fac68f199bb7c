package audiotokens.cluster;

import java.util.Arrays;

/**
 * Principal components: the eigenvectors of the covariance matrix of feature vectors.
 *
 * @param mean (features,)
 * @param directions (components, features): unit vectors in order of descending variance; the entry of each with the
 *     largest magnitude is positive
 * @param variances variance along each direction, (components,)
 */
public record PrincipalComponents(double[] mean, double[][] directions, double[] variances) {

    /**
     * Computes the first principal components.
     *
     * @param vectors (n, features)
     * @param components number of components, at most {@code features}
     */
    public static PrincipalComponents of(float[] vectors, int features, int components) {
        return of(vectors, features, components, 1);
    }

    /**
     * Computes the first principal components on several threads; the number of threads does not change the result.
     *
     * @param vectors (n, features)
     * @param components number of components, at most {@code features}
     */
    public static PrincipalComponents of(float[] vectors, int features, int components, int threads) {
        int count = vectors.length / features;
        double[] mean = new double[features];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < features; i++) {
                mean[i] += vectors[row * features + i];
            }
        }
        for (int i = 0; i < features; i++) {
            mean[i] /= count;
        }
        double[][] covariance = Covariance.of(vectors, mean, threads);
        SymmetricEigen eigen = SymmetricEigen.of(covariance);
        double[][] directions = new double[components][];
        double[] variances = new double[components];
        for (int i = 0; i < components; i++) {
            directions[i] = withPositiveLargestEntry(eigen.vectors()[i]);
            variances[i] = Math.max(0, eigen.values()[i]);
        }
        return new PrincipalComponents(mean, directions, variances);
    }

    private static double[] withPositiveLargestEntry(double[] direction) {
        if (sign(direction) < 0) {
            Arrays.setAll(direction, i -> -direction[i]);
        }
        return direction;
    }

    /**
     * Returns the sign to multiply an eigenvector by, 1 or -1, so that its entry with the largest magnitude is
     * positive: otherwise the sign would depend on rounding.
     */
    static int sign(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        return largest < 0 ? -1 : 1;
    }

    /** Returns the coordinates of vectors on the components: (n, components). */
    public double[][] project(float[] vectors) {
        int features = mean.length;
        double[][] projected = new double[vectors.length / features][directions.length];
        for (int row = 0; row < projected.length; row++) {
            for (int component = 0; component < directions.length; component++) {
                for (int i = 0; i < features; i++) {
                    projected[row][component] += directions[component][i] * (vectors[row * features + i] - mean[i]);
                }
            }
        }
        return projected;
    }

    /**
     * Creates the whitening with these components. Components without variance become 0.
     *
     * @param power coordinates are divided by variance^(power/2): 1 gives unit variance, 0 leaves the variances
     *     unchanged
     */
    public Whitening whitening(double power) {
        int features = mean.length;
        float[] means = new float[features];
        float[] scaled = new float[directions.length * features];
        for (int i = 0; i < features; i++) {
            means[i] = (float) mean[i];
        }
        for (int component = 0; component < directions.length; component++) {
            double deviation = Math.sqrt(variances[component]);
            double scale = deviation < 1e-6 ? 0 : Math.pow(deviation, -power);
            for (int i = 0; i < features; i++) {
                scaled[component * features + i] = (float) (directions[component][i] * scale);
            }
        }
        return new Whitening(means, scaled);
    }
}
