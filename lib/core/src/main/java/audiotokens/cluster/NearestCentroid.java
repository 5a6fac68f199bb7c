package audiotokens.cluster;

import audiotokens.work.VectorModule;

/**
 * Finds the nearest of a set of centroids, by L2, for each of many points. Safe for use by several threads.
 *
 * <p>Distances are computed as |x|² - 2 x·c + |c|² in float32, as faiss's {@code IndexFlatL2} does for batches; of equal
 * ones the lowest index wins.
 */
public sealed interface NearestCentroid permits ScalarNearestCentroid, VectorNearestCentroid, ScreenedNearestCentroid {

    /**
     * The vector kernel, behind a screen where that saves work; its scalar twin where the JVM was started without the
     * vector module.
     */
    static NearestCentroid of(float[] centroids, int dimensions) {
        if (!VectorModule.isPresent()) {
            return new ScalarNearestCentroid(centroids, dimensions);
        }
        return PrincipalScreen.of(centroids, dimensions)
                .<NearestCentroid>map(screen -> new ScreenedNearestCentroid(centroids, dimensions, screen))
                .orElseGet(() -> new VectorNearestCentroid(centroids, dimensions));
    }

    /**
     * Finds the nearest centroids of the points {@code from} inclusive to {@code to} exclusive.
     *
     * @param points (n, dimensions)
     * @param nearest receives the index of each point's nearest centroid, at the point's own place
     * @param distances receives the squared distance to it, from 0
     */
    void find(float[] points, int from, int to, int[] nearest, float[] distances);

    /** |x|² of one point. */
    static float squaredNorm(float[] points, int point, int dimensions) {
        float sum = 0;
        for (int i = point * dimensions; i < (point + 1) * dimensions; i++) {
            sum += points[i] * points[i];
        }
        return sum;
    }
}
