package audiotokens.cluster;

/** Scalar version of {@link VectorNearestThree}: the reference in tests, and the fallback without the vector module. */
final class ScalarNearestThree implements NearestThree {
    private final float[] centroids;
    private final int dimensions;
    private final float[] offsets;

    /** @param centroids (k, dimensions) */
    ScalarNearestThree(float[] centroids, int dimensions) {
        this.centroids = centroids.clone();
        this.dimensions = dimensions;
        this.offsets = NearestThree.offsets(centroids, dimensions);
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest) {
        for (int point = from; point < to; point++) {
            float first = Float.NEGATIVE_INFINITY;
            float second = first;
            float third = first;
            int output = COUNT * point;
            for (int centroid = 0; centroid < offsets.length; centroid++) {
                float score = offsets[centroid];
                for (int d = 0; d < dimensions; d++) {
                    score = Math.fma(points[point * dimensions + d], centroids[centroid * dimensions + d], score);
                }
                if (score > first) {
                    third = second;
                    second = first;
                    first = score;
                    nearest[output + 2] = nearest[output + 1];
                    nearest[output + 1] = nearest[output];
                    nearest[output] = centroid;
                } else if (score > second) {
                    third = second;
                    second = score;
                    nearest[output + 2] = nearest[output + 1];
                    nearest[output + 1] = centroid;
                } else if (score > third) {
                    third = score;
                    nearest[output + 2] = centroid;
                }
            }
        }
    }
}
