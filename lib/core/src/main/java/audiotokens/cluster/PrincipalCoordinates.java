package audiotokens.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Principal coordinate analysis: the coordinates of a PCA, computed from inner products only, at a cost independent of
 * the number of features. Source: J. Gower, "Some distance properties of latent root and vector methods used in
 * multivariate analysis", 1966. Eigenvectors are computed by orthogonal iteration.
 *
 * @param values (points, components), in order of descending variance
 * @param eigenvalues for each component, the sum of the points' squared coordinates
 */
public record PrincipalCoordinates(float[] values, double[] eigenvalues) {
    private static final int ITERATIONS = 60;

    /**
     * Computes the coordinates.
     *
     * @param products inner products of all pairs of points, (count, count); not modified
     * @param components number of components, at least 1; those beyond the rank of the centered products are 0
     * @param seed seed of the initial vectors of the iteration
     */
    public static PrincipalCoordinates of(float[] products, int count, int components, long seed) {
        if (components < 1 || products.length != count * count) {
            throw new IllegalArgumentException("invalid arguments: " + products.length + " products of " + count
                    + " points, " + components + " components");
        }
        CenteredProducts centered = CenteredProducts.of(products, count);
        double[][] basis = randomBasis(count, components, seed);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (int component = 0; component < components; component++) {
                basis[component] = centered.multiply(basis[component]);
            }
            orthonormalize(basis);
        }
        double[] eigenvalues = new double[components];
        for (int component = 0; component < components; component++) {
            eigenvalues[component] = Math.max(0, dot(basis[component], centered.multiply(basis[component])));
        }
        return sorted(basis, eigenvalues, count);
    }

    private static double[][] randomBasis(int count, int components, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] basis = new double[components][count];
        for (double[] vector : basis) {
            Arrays.setAll(vector, point -> random.nextDouble(-1, 1));
        }
        orthonormalize(basis);
        return basis;
    }

    /** Applies modified Gram-Schmidt; a linearly dependent vector becomes 0. */
    private static void orthonormalize(double[][] basis) {
        for (int i = 0; i < basis.length; i++) {
            double squaredNormBefore = dot(basis[i], basis[i]);
            for (int j = 0; j < i; j++) {
                double projection = dot(basis[i], basis[j]);
                for (int point = 0; point < basis[i].length; point++) {
                    basis[i][point] -= projection * basis[j][point];
                }
            }
            double squaredNorm = dot(basis[i], basis[i]);
            double scale =
                    squaredNorm <= 1e-20 * squaredNormBefore || squaredNorm == 0 ? 0 : 1 / Math.sqrt(squaredNorm);
            for (int point = 0; point < basis[i].length; point++) {
                basis[i][point] *= scale;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static PrincipalCoordinates sorted(double[][] basis, double[] eigenvalues, int count) {
        Integer[] order = new Integer[eigenvalues.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(eigenvalues[b], eigenvalues[a]));
        float[] values = new float[count * order.length];
        double[] sortedEigenvalues = new double[order.length];
        for (int component = 0; component < order.length; component++) {
            double[] vector = basis[order[component]];
            sortedEigenvalues[component] = eigenvalues[order[component]];
            double scale = PrincipalComponents.sign(vector) * Math.sqrt(sortedEigenvalues[component]);
            for (int point = 0; point < count; point++) {
                values[point * order.length + component] = (float) (scale * vector[point]);
            }
        }
        return new PrincipalCoordinates(values, sortedEigenvalues);
    }

    /** Inner products of the centered points. Stores the uncentered products; {@link #multiply} centers them. */
    private record CenteredProducts(float[] products, double[] rowMeans, double mean) {
        static CenteredProducts of(float[] products, int count) {
            double[] rowMeans = new double[count];
            for (int row = 0; row < count; row++) {
                double sum = 0;
                for (int column = 0; column < count; column++) {
                    sum += products[row * count + column];
                }
                rowMeans[row] = sum / count;
            }
            return new CenteredProducts(
                    products, rowMeans, Arrays.stream(rowMeans).average().orElse(0));
        }

        double[] multiply(double[] vector) {
            int count = vector.length;
            double sum = Arrays.stream(vector).sum();
            double meanProduct = dot(rowMeans, vector);
            double[] result = new double[count];
            for (int row = 0; row < count; row++) {
                double product = 0;
                for (int column = 0; column < count; column++) {
                    product += products[row * count + column] * vector[column];
                }
                result[row] = product - rowMeans[row] * sum - meanProduct + mean * sum;
            }
            return result;
        }
    }
}
