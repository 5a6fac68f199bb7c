package audiotokens.cluster;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product of points and centroids fused with its row maximum, on the Vector API.
 *
 * <p>Centroids are repacked into tiles of two vectors, dimension by dimension. Six points meet a tile at a time: their
 * twelve sums stay in registers, and each value loaded is used six or two times. The product, of n × k values, is never
 * written: after a tile, each lane keeps its greatest score x·c - |c|²/2 and the tile it came from.
 */
final class VectorNearestCentroid implements NearestCentroid {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int TILE = 2 * LANES;
    private static final int POINTS = 6;

    private final int dimensions;
    private final int tiles;
    /** (tiles, dimensions, TILE). */
    private final float[] packed;
    /** -|c|²/2 of each centroid; minus infinity in the places that fill the last tile. */
    private final float[] offsets;

    /** @param centroids (k, dimensions) */
    VectorNearestCentroid(float[] centroids, int dimensions) {
        this.dimensions = dimensions;
        int k = centroids.length / dimensions;
        tiles = (k + TILE - 1) / TILE;
        packed = new float[tiles * dimensions * TILE];
        offsets = new float[tiles * TILE];
        Arrays.fill(offsets, Float.NEGATIVE_INFINITY);
        for (int centroid = 0; centroid < k; centroid++) {
            int at = centroid / TILE * dimensions * TILE + centroid % TILE;
            for (int d = 0; d < dimensions; d++) {
                packed[at + d * TILE] = centroids[centroid * dimensions + d];
            }
            offsets[centroid] = -NearestCentroid.squaredNorm(centroids, centroid, dimensions) / 2;
        }
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest, float[] distances) {
        float[] scores = new float[POINTS * TILE];
        float[] tileOfLane = new float[POINTS * TILE];
        int point = from;
        for (; point + POINTS <= to; point += POINTS) {
            score(points, point * dimensions, scores, tileOfLane);
            choose(points, point, POINTS, scores, tileOfLane, nearest, distances);
        }
        if (point < to) {
            float[] last =
                    Arrays.copyOf(Arrays.copyOfRange(points, point * dimensions, to * dimensions), POINTS * dimensions);
            score(last, 0, scores, tileOfLane);
            choose(points, point, to - point, scores, tileOfLane, nearest, distances);
        }
    }

    /** Leaves, for each of six points and each place in a tile, the greatest score and the tile that it is of. */
    private void score(float[] x, int x0, float[] scores, float[] tileOfLane) {
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        int x1 = x0 + dimensions;
        int x2 = x1 + dimensions;
        int x3 = x2 + dimensions;
        int x4 = x3 + dimensions;
        int x5 = x4 + dimensions;
        for (int tile = 0; tile < tiles; tile++) {
            FloatVector a0 = FloatVector.fromArray(SPECIES, offsets, tile * TILE);
            FloatVector b0 = FloatVector.fromArray(SPECIES, offsets, tile * TILE + LANES);
            FloatVector a1 = a0;
            FloatVector b1 = b0;
            FloatVector a2 = a0;
            FloatVector b2 = b0;
            FloatVector a3 = a0;
            FloatVector b3 = b0;
            FloatVector a4 = a0;
            FloatVector b4 = b0;
            FloatVector a5 = a0;
            FloatVector b5 = b0;
            int at = tile * dimensions * TILE;
            for (int d = 0; d < dimensions; d++, at += TILE) {
                FloatVector a = FloatVector.fromArray(SPECIES, packed, at);
                FloatVector b = FloatVector.fromArray(SPECIES, packed, at + LANES);
                FloatVector value = FloatVector.broadcast(SPECIES, x[x0 + d]);
                a0 = value.fma(a, a0);
                b0 = value.fma(b, b0);
                value = FloatVector.broadcast(SPECIES, x[x1 + d]);
                a1 = value.fma(a, a1);
                b1 = value.fma(b, b1);
                value = FloatVector.broadcast(SPECIES, x[x2 + d]);
                a2 = value.fma(a, a2);
                b2 = value.fma(b, b2);
                value = FloatVector.broadcast(SPECIES, x[x3 + d]);
                a3 = value.fma(a, a3);
                b3 = value.fma(b, b3);
                value = FloatVector.broadcast(SPECIES, x[x4 + d]);
                a4 = value.fma(a, a4);
                b4 = value.fma(b, b4);
                value = FloatVector.broadcast(SPECIES, x[x5 + d]);
                a5 = value.fma(a, a5);
                b5 = value.fma(b, b5);
            }
            FloatVector number = FloatVector.broadcast(SPECIES, tile);
            keepGreater(a0, number, scores, tileOfLane, 0);
            keepGreater(b0, number, scores, tileOfLane, LANES);
            keepGreater(a1, number, scores, tileOfLane, 2 * LANES);
            keepGreater(b1, number, scores, tileOfLane, 3 * LANES);
            keepGreater(a2, number, scores, tileOfLane, 4 * LANES);
            keepGreater(b2, number, scores, tileOfLane, 5 * LANES);
            keepGreater(a3, number, scores, tileOfLane, 6 * LANES);
            keepGreater(b3, number, scores, tileOfLane, 7 * LANES);
            keepGreater(a4, number, scores, tileOfLane, 8 * LANES);
            keepGreater(b4, number, scores, tileOfLane, 9 * LANES);
            keepGreater(a5, number, scores, tileOfLane, 10 * LANES);
            keepGreater(b5, number, scores, tileOfLane, 11 * LANES);
        }
    }

    private static void keepGreater(FloatVector sum, FloatVector tile, float[] scores, float[] tileOfLane, int at) {
        FloatVector best = FloatVector.fromArray(SPECIES, scores, at);
        VectorMask<Float> greater = sum.compare(jdk.incubator.vector.VectorOperators.GT, best);
        sum.intoArray(scores, at, greater);
        tile.intoArray(tileOfLane, at, greater);
    }

    private void choose(
            float[] points,
            int first,
            int count,
            float[] scores,
            float[] tileOfLane,
            int[] nearest,
            float[] distances) {
        for (int p = 0; p < count; p++) {
            float best = Float.NEGATIVE_INFINITY;
            int centroid = 0;
            for (int place = 0; place < TILE; place++) {
                float score = scores[p * TILE + place];
                int candidate = (int) tileOfLane[p * TILE + place] * TILE + place;
                if (score > best || score == best && candidate < centroid) {
                    best = score;
                    centroid = candidate;
                }
            }
            nearest[first + p] = centroid;
            distances[first + p] = Math.max(0, NearestCentroid.squaredNorm(points, first + p, dimensions) - 2 * best);
        }
    }
}
