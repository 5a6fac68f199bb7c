package audiotokens.cluster;

/**
 * Scalar version of {@link VectorNearestCentroid}: the reference in tests, and the fallback without the vector module.
 */
final class ScalarNearestCentroid implements NearestCentroid {
    private final float[] centroids;
    private final int dimensions;
    private final float[] halfNorms;

    /** @param centroids (k, dimensions) */
    ScalarNearestCentroid(float[] centroids, int dimensions) {
        this.centroids = centroids.clone();
        this.dimensions = dimensions;
        halfNorms = new float[centroids.length / dimensions];
        for (int i = 0; i < halfNorms.length; i++) {
            halfNorms[i] = NearestCentroid.squaredNorm(centroids, i, dimensions) / 2;
        }
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest, float[] distances) {
        for (int point = from; point < to; point++) {
            int best = 0;
            float bestScore = Float.NEGATIVE_INFINITY;
            for (int centroid = 0; centroid < halfNorms.length; centroid++) {
                float score = dot(points, point * dimensions, centroids, centroid * dimensions) - halfNorms[centroid];
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
    private float dot(float[] a, int atA, float[] b, int atB) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i + 3 < dimensions; i += 4) {
            sum0 += a[atA + i] * b[atB + i];
            sum1 += a[atA + i + 1] * b[atB + i + 1];
            sum2 += a[atA + i + 2] * b[atB + i + 2];
            sum3 += a[atA + i + 3] * b[atB + i + 3];
        }
        for (; i < dimensions; i++) {
            sum0 += a[atA + i] * b[atB + i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }
}
