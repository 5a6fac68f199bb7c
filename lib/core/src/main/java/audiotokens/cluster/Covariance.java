package audiotokens.cluster;

import audiotokens.work.Parallel;
import audiotokens.work.VectorModule;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sample covariance of vectors, in float64. Each sum is accumulated in the order of the vectors, so the result
 * depends neither on the number of threads nor on the SIMD width.
 */
final class Covariance {
    /** Number of features whose sums stay in registers while a block of rows is accumulated. */
    static final int FEATURE_TILE = 4;

    /** The number of features is padded to a multiple of this. */
    private static final int FEATURE_MULTIPLE = 16;

    /** Number of vectors (rows) per block; a block stays in the L2 cache. */
    private static final int BLOCK_ROWS = 128;

    private final float[] vectors;
    private final double[] mean;
    private final int threads;
    private final int features;
    private final int paddedFeatures;

    private Covariance(float[] vectors, double[] mean, int threads) {
        this.vectors = vectors;
        this.mean = mean;
        this.threads = threads;
        this.features = mean.length;
        this.paddedFeatures = Math.ceilDiv(features, FEATURE_MULTIPLE) * FEATURE_MULTIPLE;
    }

    /**
     * Computes the covariance.
     *
     * @param vectors (n, features)
     * @param mean their mean, (features,)
     * @return (features, features), divided by n - 1
     */
    static double[][] of(float[] vectors, double[] mean, int threads) {
        return new Covariance(vectors, mean, threads).compute();
    }

    private double[][] compute() {
        int count = vectors.length / features;
        double[] sums = new double[paddedFeatures * paddedFeatures];
        List<Integer> parts = IntStream.range(0, threads).boxed().toList();
        Parallel.forEach(parts, threads, () -> part -> add(part, count, sums));
        double[][] covariance = new double[features][features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = sums[i * paddedFeatures + j] / Math.max(1, count - 1);
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    /**
     * Adds one thread's share of the lower triangle of the covariance matrix. The matrix's rows are divided into strips
     * of {@link #FEATURE_TILE}; this thread adds every {@link #threads}-th strip, from strip {@code part}.
     */
    private void add(int part, int count, double[] sums) {
        boolean vectorized = VectorModule.isPresent();
        double[] centered = new double[BLOCK_ROWS * paddedFeatures];
        for (int row = 0; row < count; row += BLOCK_ROWS) {
            int rows = Math.min(BLOCK_ROWS, count - row);
            for (int r = 0; r < rows; r++) {
                for (int i = 0; i < features; i++) {
                    centered[r * paddedFeatures + i] = vectors[(row + r) * features + i] - mean[i];
                }
            }
            for (int first = part * FEATURE_TILE; first < features; first += threads * FEATURE_TILE) {
                if (vectorized) {
                    VectorCovariance.addProducts(centered, rows, paddedFeatures, first, sums);
                } else {
                    addProducts(centered, rows, paddedFeatures, first, sums);
                }
            }
        }
    }

    /**
     * Adds the product of each of {@link #FEATURE_TILE} features with itself and every feature before it.
     *
     * @param centered (rows, paddedFeatures)
     * @param first index of the first of these features, a multiple of {@link #FEATURE_TILE}
     * @param sums (paddedFeatures, paddedFeatures)
     */
    static void addProducts(double[] centered, int rows, int paddedFeatures, int first, double[] sums) {
        for (int row = 0; row < rows; row++) {
            for (int i = first; i < first + FEATURE_TILE; i++) {
                double value = centered[row * paddedFeatures + i];
                for (int j = 0; j <= i; j++) {
                    sums[i * paddedFeatures + j] += value * centered[row * paddedFeatures + j];
                }
            }
        }
    }
}
