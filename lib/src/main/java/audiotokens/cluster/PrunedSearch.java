package audiotokens.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The nearest centroid of the same points again and again while the centroids move, without looking at all of them.
 *
 * <p>Centroids that lie near each other share a group. For each point and group a lower bound is kept of the distance to
 * all of the group's centroids but the point's own. When centroids move, a bound falls by the group's longest move; a
 * group whose bound is still above the distance to the own centroid cannot hold a nearer one. The result is that of the
 * full search but for distances that differ by less than float32 can tell. Source: Y. Ding et al., "Yinyang k-means: a
 * drop-in replacement of the classic k-means with consistent speedup", 2015.
 *
 * <p>A group fills a tile of two vectors, so that all its distances are computed together. On ESC-10's frames, one group
 * in ten is looked at after the second iteration, and a search takes a fifth of the full one's time.
 */
final class PrunedSearch {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int TILE = 2 * LANES;

    /** Exchanges halves, then quarters, and so on down to neighbours. */
    private static final List<VectorShuffle<Float>> OTHER_HALF = IntStream.iterate(
                    LANES / 2, width -> width > 0, width -> width / 2)
            .mapToObj(width -> VectorShuffle.fromOp(SPECIES, lane -> lane ^ width))
            .toList();
    /** Greatest error of |x|² - 2 x·c + |c|² in float32, as a share of |x|² + |c|². */
    private static final float ROUNDING = 4e-6f;

    private final float[] points;
    private final int dimensions;
    private final float[] norms;
    private final int[] nearest;
    /** (n, groups filled up to whole vectors). */
    private final float[] lowerBounds;

    private final int groups;
    private final int paddedGroups;
    /** The centroid in each place of the groups, -1 in the places that fill the last one. */
    private final int[] centroidAt;

    private final int[] placeOf;
    private final float[] packed;
    private final float[] halfNorms;
    private final float[] moves;
    private float[] centroids;
    private float greatestNorm;

    /**
     * Prepares for points that do not change.
     *
     * @param points (n, dimensions)
     * @param first the first centroids, which decide the groups: (k, dimensions)
     */
    PrunedSearch(float[] points, int dimensions, float[] first) {
        this.points = points;
        this.dimensions = dimensions;
        int count = points.length / dimensions;
        int k = first.length / dimensions;
        norms = new float[count];
        for (int point = 0; point < count; point++) {
            norms[point] = NearestCentroid.squaredNorm(points, point, dimensions);
        }
        nearest = new int[count];
        groups = (k + TILE - 1) / TILE;
        paddedGroups = (groups + LANES - 1) / LANES * LANES;
        lowerBounds = new float[count * paddedGroups];
        for (int i = 0; i < lowerBounds.length; i++) {
            lowerBounds[i] = i % paddedGroups < groups ? 0 : Float.POSITIVE_INFINITY;
        }
        centroidAt = new int[groups * TILE];
        Arrays.fill(centroidAt, -1);
        placeOf = new int[k];
        divide(first, IntStream.range(0, k).boxed().toArray(Integer[]::new), 0, k);
        packed = new float[groups * dimensions * TILE];
        halfNorms = new float[groups * TILE];
        moves = new float[paddedGroups];
        centroids = first;
        moveTo(first);
    }

    /** Whether the bounds of so many points and centroids fit into {@code bytes}. */
    static boolean fits(long points, int k, long bytes) {
        long padded = (k / TILE + LANES) / LANES * LANES;
        return points * padded * Float.BYTES <= bytes;
    }

    /** Halves the centroids along the dimension in which they differ most, until each part is a group. */
    private void divide(float[] values, Integer[] order, int from, int to) {
        if (to - from <= TILE) {
            for (int i = from; i < to; i++) {
                centroidAt[i] = order[i];
                placeOf[order[i]] = i;
            }
            return;
        }
        int widest = widestDimension(values, order, from, to);
        Arrays.sort(order, from, to, Comparator.comparingDouble(centroid -> values[centroid * dimensions + widest]));
        int tiles = (to - from + TILE - 1) / TILE;
        int middle = from + (tiles + 1) / 2 * TILE;
        divide(values, order, from, middle);
        divide(values, order, middle, to);
    }

    private int widestDimension(float[] values, Integer[] order, int from, int to) {
        int widest = 0;
        double greatest = -1;
        for (int d = 0; d < dimensions; d++) {
            double sum = 0;
            double squares = 0;
            for (int i = from; i < to; i++) {
                double value = values[order[i] * dimensions + d];
                sum += value;
                squares += value * value;
            }
            double variance = squares - sum * sum / (to - from);
            if (variance > greatest) {
                greatest = variance;
                widest = d;
            }
        }
        return widest;
    }

    /** Takes the centroids' new places; the bounds fall by how far each group has moved. */
    void moveTo(float[] moved) {
        Arrays.fill(moves, 0);
        Arrays.fill(halfNorms, Float.POSITIVE_INFINITY);
        greatestNorm = 0;
        for (int centroid = 0; centroid < placeOf.length; centroid++) {
            int place = placeOf[centroid];
            int group = place / TILE;
            float move = (float) Math.sqrt(squaredDistance(centroids, centroid, moved, centroid));
            moves[group] = Math.max(moves[group], move * (1 + ROUNDING));
            float norm = NearestCentroid.squaredNorm(moved, centroid, dimensions);
            greatestNorm = Math.max(greatestNorm, norm);
            halfNorms[place] = norm / 2;
            for (int d = 0; d < dimensions; d++) {
                packed[(group * dimensions + d) * TILE + place % TILE] = moved[centroid * dimensions + d];
            }
        }
        centroids = moved;
    }

    /**
     * Finds the nearest centroids of the points {@code from} inclusive to {@code to} exclusive. Each point once after each
     * move; different points by different threads.
     */
    void find(int from, int to, float[] distances) {
        float[] scores = new float[TILE];
        for (int point = from; point < to; point++) {
            distances[point] = find(point, scores);
        }
    }

    private float find(int point, float[] scores) {
        int own = nearest[point];
        float squared = squaredDistance(points, point, centroids, own);
        float distance = (float) Math.sqrt(squared);
        float rounding = ROUNDING * (norms[point] + greatestNorm);
        int bounds = point * paddedGroups;
        for (int first = 0; first < groups; first += LANES) {
            FloatVector lower = FloatVector.fromArray(SPECIES, lowerBounds, bounds + first)
                    .sub(FloatVector.fromArray(SPECIES, moves, first));
            lower.intoArray(lowerBounds, bounds + first);
            long near = lower.compare(VectorOperators.LT, distance).toLong();
            for (; near != 0; near &= near - 1) {
                int group = first + Long.numberOfTrailingZeros(near);
                if (lowerBounds[bounds + group] >= distance) {
                    continue;
                }
                score(point, group, scores);
                if (placeOf[own] / TILE == group) {
                    scores[placeOf[own] % TILE] = Float.NEGATIVE_INFINITY;
                }
                int best = greatest(scores);
                float least = norms[point] - 2 * scores[best];
                int candidate = centroidAt[group * TILE + best];
                if (candidate >= 0 && least < squared + rounding) {
                    float exact = squaredDistance(points, point, centroids, candidate);
                    if (exact < squared || exact == squared && candidate < own) {
                        scores[best] = Float.NEGATIVE_INFINITY;
                        least = norms[point] - 2 * scores[greatest(scores)];
                        int left = bounds + placeOf[own] / TILE;
                        lowerBounds[left] = Math.min(lowerBounds[left], distance);
                        if (placeOf[own] / TILE == group) {
                            least = Math.min(least, squared);
                        }
                        own = candidate;
                        squared = exact;
                        distance = (float) Math.sqrt(squared);
                    }
                }
                lowerBounds[bounds + group] = (float) Math.sqrt(Math.max(0, least - rounding));
            }
        }
        nearest[point] = own;
        return squared;
    }

    /** x·c - |c|²/2 for each centroid of a group; four sums at once hide the time that each addition takes. */
    private void score(int point, int group, float[] scores) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, halfNorms, group * TILE).neg();
        FloatVector b0 =
                FloatVector.fromArray(SPECIES, halfNorms, group * TILE + LANES).neg();
        FloatVector a1 = FloatVector.zero(SPECIES);
        FloatVector b1 = a1;
        int at = group * dimensions * TILE;
        int x = point * dimensions;
        int end = x + dimensions;
        for (; x + 1 < end; x += 2, at += 2 * TILE) {
            FloatVector even = FloatVector.broadcast(SPECIES, points[x]);
            FloatVector odd = FloatVector.broadcast(SPECIES, points[x + 1]);
            a0 = FloatVector.fromArray(SPECIES, packed, at).fma(even, a0);
            b0 = FloatVector.fromArray(SPECIES, packed, at + LANES).fma(even, b0);
            a1 = FloatVector.fromArray(SPECIES, packed, at + TILE).fma(odd, a1);
            b1 = FloatVector.fromArray(SPECIES, packed, at + TILE + LANES).fma(odd, b1);
        }
        if (x < end) {
            FloatVector last = FloatVector.broadcast(SPECIES, points[x]);
            a0 = FloatVector.fromArray(SPECIES, packed, at).fma(last, a0);
            b0 = FloatVector.fromArray(SPECIES, packed, at + LANES).fma(last, b0);
        }
        a0.add(a1).intoArray(scores, 0);
        b0.add(b1).intoArray(scores, LANES);
    }

    private static int greatest(float[] scores) {
        FloatVector a = FloatVector.fromArray(SPECIES, scores, 0);
        FloatVector b = FloatVector.fromArray(SPECIES, scores, LANES);
        float greatest = a.max(b).reduceLanes(VectorOperators.MAX);
        int place = a.compare(VectorOperators.EQ, greatest).firstTrue();
        return place < LANES
                ? place
                : Math.min(
                        TILE - 1,
                        LANES + b.compare(VectorOperators.EQ, greatest).firstTrue());
    }

    private float squaredDistance(float[] a, int atA, float[] b, int atB) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = atA * dimensions;
        int j = atB * dimensions;
        int end = i + SPECIES.loopBound(dimensions);
        for (; i < end; i += LANES, j += LANES) {
            FloatVector difference = FloatVector.fromArray(SPECIES, a, i).sub(FloatVector.fromArray(SPECIES, b, j));
            sum = difference.fma(difference, sum);
        }
        float squared = sumOfLanes(sum);
        for (end = (atA + 1) * dimensions; i < end; i++, j++) {
            float difference = a[i] - b[j];
            squared += difference * difference;
        }
        return squared;
    }

    /**
     * The lanes' sum, added in one set order; the vectors' own sum has another order in interpreted than in compiled
     * code, and so another last bit.
     */
    private static float sumOfLanes(FloatVector sum) {
        for (VectorShuffle<Float> other : OTHER_HALF) {
            sum = sum.add(sum.rearrange(other));
        }
        return sum.lane(0);
    }

    /** The nearest centroid of each point, as of the last search. */
    int[] nearest() {
        return nearest;
    }
}
