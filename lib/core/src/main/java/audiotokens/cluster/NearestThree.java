package audiotokens.cluster;

import audiotokens.work.VectorModule;

/**
 * Finds the three nearest centroids of each point by L2 distance. Thread-safe.
 *
 * <p>Centroids are ranked by x·c - |c|²/2 in float32, summed over dimensions in order with fused multiply-add. Ties go
 * to the lower index. Both implementations return the same indices.
 */
public sealed interface NearestThree permits ScalarNearestThree, VectorNearestThree {
    /** Number of centroids found for each point. */
    int COUNT = 3;

    /**
     * Returns the vectorized search; the scalar search if the vector module is not available.
     *
     * @param centroids (k, dimensions)
     * @throws IllegalArgumentException if there are fewer than three centroids
     */
    static NearestThree of(float[] centroids, int dimensions) {
        return VectorModule.isPresent()
                ? new VectorNearestThree(centroids, dimensions)
                : new ScalarNearestThree(centroids, dimensions);
    }

    /**
     * Finds the nearest centroids of the points from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param points (n, dimensions)
     * @param nearest output, (n, 3): indices of each point's nearest centroids, nearest first
     */
    void find(float[] points, int from, int to, int[] nearest);

    /** Computes -|c|²/2 of each centroid. */
    static float[] offsets(float[] centroids, int dimensions) {
        int k = centroids.length / dimensions;
        if (k < COUNT) {
            throw new IllegalArgumentException(k + " centroids are fewer than " + COUNT);
        }
        float[] offsets = new float[k];
        for (int centroid = 0; centroid < k; centroid++) {
            offsets[centroid] = -NearestCentroid.squaredNorm(centroids, centroid, dimensions) / 2;
        }
        return offsets;
    }
}
