package audiotokens.cluster;

/**
 * Scalar version of {@link VectorNearestCentroid}: the reference in tests, and the fallback without the vector module.
 */
final class ScalarNearestCentroid implements NearestCentroid {
    private final float[] centroids;
    private final int dimensions;
    private final float[] halfSquaredNorms;

    /** @param centroids (k, dimensions) */
    ScalarNearestCentroid(float[] centroids, int dimensions) {
        this.centroids = centroids.clone();
        this.dimensions = dimensions;
        halfSquaredNorms = new float[centroids.length / dimensions];
        for (int i = 0; i < halfSquaredNorms.length; i++) {
            halfSquaredNorms[i] = NearestCentroid.squaredNorm(centroids, i, dimensions) / 2;
        }
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest, float[] distances) {
        for (int point = from; point < to; point++) {
            int best = 0;
            float bestScore = Float.NEGATIVE_INFINITY;
            for (int centroid = 0; centroid < halfSquaredNorms.length; centroid++) {
                float product = dot(points, point * dimensions, centroids, centroid * dimensions);
                float score = product - halfSquaredNorms[centroid];
                if (score > bestScore) {
                    bestScore = score;
                    best = centroid;
                }
            }
            nearest[point] = best;
            distances[point] = Math.max(0, NearestCentroid.squaredNorm(points, point, dimensions) - 2 * bestScore);
        }
    }

    /** Uses four independent sums, to avoid a single dependency chain of additions. */
    private float dot(float[] a, int offsetA, float[] b, int offsetB) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < dimensions; i += 4) {
            sum0 += a[offsetA + i] * b[offsetB + i];
            sum1 += a[offsetA + i + 1] * b[offsetB + i + 1];
            sum2 += a[offsetA + i + 2] * b[offsetB + i + 2];
            sum3 += a[offsetA + i + 3] * b[offsetB + i + 3];
        }
        for (; i < dimensions; i++) {
            sum0 += a[offsetA + i] * b[offsetB + i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
