package audiotokens.cluster;

import audiotokens.work.VectorModule;

/**
 * Finds the three nearest of a set of centroids, by L2, for each of many points. Safe for use by several threads.
 *
 * <p>Centroids are ranked by x·c - |c|²/2 in float32, summed dimension by dimension with fused multiply-add; of equal
 * scores the lower index comes first. Both implementations give the same indices to the last bit.
 */
public sealed interface NearestThree permits ScalarNearestThree, VectorNearestThree {
    /** Centroids found for each point. */
    int COUNT = 3;

    /**
     * The vector kernel, or its scalar twin where the JVM was started without the vector module.
     *
     * @param centroids (k, dimensions)
     * @throws IllegalArgumentException where there are fewer than three centroids
     */
    static NearestThree of(float[] centroids, int dimensions) {
        return VectorModule.isPresent()
                ? new VectorNearestThree(centroids, dimensions)
                : new ScalarNearestThree(centroids, dimensions);
    }

    /**
     * Finds the nearest centroids of the points {@code from} inclusive to {@code to} exclusive.
     *
     * @param points (n, dimensions)
     * @param nearest (n, 3) receives the indices of each point's nearest centroids, nearest first
     */
    void find(float[] points, int from, int to, int[] nearest);

    /** -|c|²/2 of each centroid. */
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
