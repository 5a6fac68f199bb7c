package audiotokens.cluster;

import java.util.Arrays;

/**
 * The full search on the Vector API: scores every centroid for every point, {@link PointLanes#COUNT} points at a time.
 */
final class VectorNearestCentroid implements NearestCentroid {
    private final int dimensions;
    /** (k, dimensions), k padded to a multiple of {@link PointLanes#ROWS}. */
    private final float[] rows;
    /** -|c|²/2 of each centroid; minus infinity for padding rows. */
    private final float[] offsets;

    /** @param centroids (k, dimensions) */
    VectorNearestCentroid(float[] centroids, int dimensions) {
        this.dimensions = dimensions;
        int k = centroids.length / dimensions;
        int nRows = (k + PointLanes.ROWS - 1) / PointLanes.ROWS * PointLanes.ROWS;
        rows = Arrays.copyOf(centroids, nRows * dimensions);
        offsets = new float[nRows];
        Arrays.fill(offsets, Float.NEGATIVE_INFINITY);
        for (int centroid = 0; centroid < k; centroid++) {
            offsets[centroid] = -NearestCentroid.squaredNorm(centroids, centroid, dimensions) / 2;
        }
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest, float[] distances) {
        PointLanes lanes = new PointLanes(dimensions);
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, points, first + lane);
            }
            lanes.clear();
            lanes.scan(rows, offsets, 0, offsets.length);
            float[] squaredNorms = lanes.squaredNorms();
            for (int lane = 0; lane < count; lane++) {
                int point = first + lane;
                nearest[point] = lanes.bestRow(lane);
                distances[point] = Math.max(0, squaredNorms[lane] - 2 * lanes.bestScore(lane));
            }
        }
    }
}
