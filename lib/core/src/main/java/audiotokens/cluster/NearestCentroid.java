package audiotokens.cluster;

import audiotokens.work.VectorModule;

/**
 * Finds the nearest centroid of each point by L2 distance. Thread-safe.
 *
 * <p>Distances are computed as |x|² - 2 x·c + |c|² in float32, as in faiss's {@code IndexFlatL2} for batches. Ties go
 * to the lowest index.
 */
public sealed interface NearestCentroid permits ScalarNearestCentroid, VectorNearestCentroid, PrunedNearestCentroid {

    /**
     * Returns the vectorized search, with a {@link PrincipalComponentPruning} if pruning saves work; the scalar search
     * if the vector module is not available.
     */
    static NearestCentroid of(float[] centroids, int dimensions) {
        if (!VectorModule.isPresent()) {
            return new ScalarNearestCentroid(centroids, dimensions);
        }
        return PrincipalComponentPruning.of(centroids, dimensions)
                .<NearestCentroid>map(pruning -> new PrunedNearestCentroid(centroids, dimensions, pruning))
                .orElseGet(() -> new VectorNearestCentroid(centroids, dimensions));
    }

    /**
     * Finds the nearest centroids of the points from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param points (n, dimensions)
     * @param nearest output: at each point's index, the index of its nearest centroid
     * @param distances output: at each point's index, the squared distance to that centroid, at least 0
     */
    void find(float[] points, int from, int to, int[] nearest, float[] distances);

    /** Computes |x|² of one point. */
    static float squaredNorm(float[] points, int point, int dimensions) {
        float sum = 0;
        for (int i = point * dimensions; i < (point + 1) * dimensions; i++) {
            sum += points[i] * points[i];
        }
        return sum;
    }
}
