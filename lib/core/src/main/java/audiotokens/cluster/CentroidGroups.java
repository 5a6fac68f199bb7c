package audiotokens.cluster;

import java.util.Arrays;

/**
 * Moving centroids in groups of nearby ones, for {@link YinyangAssignment}: the scores of points against a group, how
 * far each group has moved, and the distances between centroids and groups.
 */
final class CentroidGroups {
    /** Number of centroids per group. */
    static final int SIZE = GroupScores.SIZE;

    /** Minimum of {@link #rounding}. */
    private static final float MIN_ROUNDING = 4e-6f;

    /** Unit roundoff of float32: maximum relative error of an addition. */
    private static final float UNIT_ROUNDOFF = 0x1p-24f;

    /** Number of centroids whose distances to the groups are computed at a time. */
    private static final int CENTROIDS_AT_A_TIME = 16;

    private final int dimensions;
    private final float rounding;
    private final int nGroups;
    /** The centroid at each position in the groups; -1 at the last group's padding positions. */
    private final int[] centroidAt;

    private final int[] positionOf;
    /** The centroids in the order of their positions: (groups, dimensions, SIZE). */
    private final float[] columns;
    /** -|c|²/2 of the centroid at each position; minus infinity at padding positions. */
    private final float[] offsets;
    /** For each group, the sum over all calls of {@link #moveTo} of its centroids' longest move. */
    private final float[] totalMoves;
    /** Minimum distance from each centroid to the other centroids of each group: (k, groups). */
    private final float[] distances;

    /** (k, dimensions); empty before the first move. */
    private float[] centroids = {};

    private float maxSquaredNorm;

    /** @param initialCentroids (k, dimensions); they determine the groups */
    CentroidGroups(float[] initialCentroids, int dimensions) {
        this.dimensions = dimensions;
        this.rounding = Math.max(MIN_ROUNDING, dimensions * UNIT_ROUNDOFF);
        int k = initialCentroids.length / dimensions;
        nGroups = Math.ceilDiv(k, SIZE);
        centroidAt = new int[nGroups * SIZE];
        Arrays.fill(centroidAt, -1);
        positionOf = new int[k];
        int[] order = CentroidOrder.of(initialCentroids, dimensions, SIZE);
        for (int position = 0; position < k; position++) {
            centroidAt[position] = order[position];
            positionOf[order[position]] = position;
        }
        columns = new float[nGroups * SIZE * dimensions];
        offsets = new float[nGroups * SIZE];
        totalMoves = new float[nGroups];
        distances = new float[k * nGroups];
    }

    /** Moves the centroids and resets the distances between centroids and groups to 0. */
    void moveTo(float[] newCentroids) {
        boolean isFirst = centroids.length == 0;
        Arrays.fill(offsets, Float.NEGATIVE_INFINITY);
        maxSquaredNorm = 0;
        float[] moves = new float[nGroups];
        for (int centroid = 0; centroid < positionOf.length; centroid++) {
            int position = positionOf[centroid];
            int group = position / SIZE;
            if (!isFirst) {
                float squaredMove = VectorDistance.squared(centroids, centroid, newCentroids, centroid, dimensions);
                moves[group] = Math.max(moves[group], (float) Math.sqrt(squaredMove) * (1 + rounding));
            }
            float squaredNorm = NearestCentroid.squaredNorm(newCentroids, centroid, dimensions);
            maxSquaredNorm = Math.max(maxSquaredNorm, squaredNorm);
            offsets[position] = -squaredNorm / 2;
            int column = group * SIZE * dimensions + position % SIZE;
            for (int d = 0; d < dimensions; d++) {
                columns[column + d * SIZE] = newCentroids[centroid * dimensions + d];
            }
        }
        for (int group = 0; group < nGroups; group++) {
            totalMoves[group] = Math.nextUp(totalMoves[group] + moves[group]);
        }
        centroids = newCentroids;
        Arrays.fill(distances, 0);
    }

    /** Computes the distance to every group for the centroids from {@code from} (inclusive) to {@code to} (exclusive). */
    void computeDistances(int from, int to) {
        int[] indices = new int[CENTROIDS_AT_A_TIME];
        float[] scores = new float[CENTROIDS_AT_A_TIME * SIZE];
        for (int first = from; first < to; first += CENTROIDS_AT_A_TIME) {
            int count = Math.min(CENTROIDS_AT_A_TIME, to - first);
            for (int group = 0; group < nGroups; group++) {
                for (int i = 0; i < count; i++) {
                    indices[i] = first + i;
                }
                score(group, centroids, indices, count, scores);
                for (int i = 0; i < count; i++) {
                    int position = positionOf[first + i];
                    float squaredNorm = -2 * offsets[position];
                    float min = minSquaredToOthers(group, scores, i * SIZE, squaredNorm, position);
                    float minWithoutRounding = Math.max(0, min - rounding * (squaredNorm + maxSquaredNorm));
                    distances[(first + i) * nGroups + group] = (float) Math.sqrt(minWithoutRounding);
                }
            }
        }
    }

    /**
     * Scores points against a group.
     *
     * @param points (n, dimensions)
     * @param indices the points to score; overwritten from {@code count} to the next multiple of four
     * @param scores output, (count, SIZE), with room for the next multiple of four points
     */
    void score(int group, float[] points, int[] indices, int count, float[] scores) {
        GroupScores.compute(points, dimensions, indices, count, columns, offsets, group * SIZE, scores);
    }

    /**
     * Returns the minimum squared distance of a point to a group's centroids, the point's own centroid excluded.
     *
     * @param scores the point's scores, (SIZE,) from index {@code start}
     * @param squaredNorm |x|² of the point
     * @param ownPosition position of the point's own centroid; -1 if it has none
     */
    float minSquaredToOthers(int group, float[] scores, int start, float squaredNorm, int ownPosition) {
        return Math.floorDiv(ownPosition, SIZE) == group
                ? GroupScores.minSquaredWithout(scores, start, squaredNorm, ownPosition % SIZE)
                : GroupScores.minSquared(scores, start, squaredNorm);
    }

    /** Returns the number of distances that {@link #computeDistances} computes for all centroids. */
    int nDistances() {
        return distances.length;
    }

    /** Returns the number of groups. */
    int count() {
        return nGroups;
    }

    /** Returns the centroid at a position; -1 for padding. */
    int centroidAt(int position) {
        return centroidAt[position];
    }

    /** Returns the position of a centroid; its group is this divided by {@link #SIZE}. */
    int positionOf(int centroid) {
        return positionOf[centroid];
    }

    /** Returns the sum over all moves of the group's longest move. */
    float totalMove(int group) {
        return totalMoves[group];
    }

    /**
     * Returns the minimum distance from a centroid to the other centroids of a group; 0 if {@link #computeDistances} has
     * not been called since the last move.
     */
    float distance(int centroid, int group) {
        return distances[centroid * nGroups + group];
    }

    /** Returns the squared distance from a point of (n, dimensions) to a centroid. */
    float squaredDistance(float[] points, int point, int centroid) {
        return VectorDistance.squared(points, point, centroids, centroid, dimensions);
    }

    /**
     * Returns the maximum rounding error of |x|² - 2 x·c + |c|², summed in order of the dimensions, relative to
     * |x|² + |c|².
     */
    float rounding() {
        return rounding;
    }

    /** Returns the largest |c|² of the centroids. */
    float maxSquaredNorm() {
        return maxSquaredNorm;
    }
}
