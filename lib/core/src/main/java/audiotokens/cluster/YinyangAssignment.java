package audiotokens.cluster;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The assignment step of k-means for fixed points and moving centroids, pruned by the triangle inequality.
 *
 * <p>Nearby centroids form groups. For each group and point, a lower bound of the distances to the group's centroids is
 * stored, the point's own centroid excluded. When centroids move, a bound decreases by the group's longest move. A
 * group is skipped if its bound exceeds the distance to the point's centroid, or if all of its centroids are more than
 * twice that distance from the point's centroid. The result equals that of the full search, up to distances that
 * float32 cannot distinguish. Sources: Y. Ding et al., "Yinyang k-means: a drop-in replacement of the classic k-means
 * with consistent speedup", 2015; C. Elkan, "Using the triangle inequality to accelerate k-means", 2003.
 *
 * <p>The points that cannot skip a group are gathered, group by group, and scored against its centroids together.
 */
final class YinyangAssignment {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Number of centroids per group. */
    private static final int GROUP_SIZE = 6 * PointLanes.ROWS;

    /** Maximum relative rounding error of a sum in float32. */
    private static final float MIN_ROUNDING = 4e-6f;

    /** Unit roundoff of float32: maximum relative error of an addition. */
    private static final float UNIT_ROUNDOFF = 0x1p-24f;

    /**
     * If the last search scanned a higher share of the pairs of points and groups, whole blocks of points are scanned:
     * that wastes some scores, but saves gathering the points of each group.
     */
    private static final double DEFAULT_DENSE_SHARE = 0.6;

    private final float[] points;
    private final int dimensions;
    /** Maximum rounding error of |x|² - 2 x·c + |c|², summed in order of the dimensions, relative to |x|² + |c|². */
    private final float rounding;

    private final float[] norms;
    private final int[] nearest;
    /** (groups, n): the bound when it was set, plus the group's total move until then. */
    private final float[][] lowerBounds;

    private final int groups;
    /** The centroid at each position of the groups; -1 at padding positions of the last one. */
    private final int[] centroidAt;

    private final int[] positionOf;
    /** The centroids in the order of their positions: (groups, GROUP_SIZE, dimensions). */
    private final float[] rows;
    /** -|c|²/2 of each position. */
    private final float[] offsets;
    /** Sum over all moves of the longest move in each group. */
    private final float[] totalMoves;
    /** Minimum distance from a centroid to those of a group, itself excluded: (k, groups). */
    private final float[] centroidToGroup;

    /** (k, dimensions); empty before the first move. */
    private float[] centroids = {};

    private float maxNorm;
    /** Whether no point has been assigned yet. */
    private boolean isFirstSearch = true;
    /** Number of pairs of points and groups that the current search has scanned. */
    private final LongAdder scanned = new LongAdder();

    private final double denseShare;
    private boolean scansBlocks;

    /**
     * Prepares the search for fixed points.
     *
     * @param points (n, dimensions)
     * @param first initial centroids, which determine the groups: (k, dimensions)
     */
    YinyangAssignment(float[] points, int dimensions, float[] first) {
        this(points, dimensions, first, DEFAULT_DENSE_SHARE);
    }

    /**
     * @param denseShare share of scanned pairs above which the next search scans whole blocks; no result depends on it
     */
    YinyangAssignment(float[] points, int dimensions, float[] first, double denseShare) {
        this.points = points;
        this.denseShare = denseShare;
        this.dimensions = dimensions;
        this.rounding = Math.max(MIN_ROUNDING, dimensions * UNIT_ROUNDOFF);
        int count = points.length / dimensions;
        int k = first.length / dimensions;
        norms = new float[count];
        for (int point = 0; point < count; point++) {
            norms[point] = NearestCentroid.squaredNorm(points, point, dimensions);
        }
        nearest = new int[count];
        groups = (k + GROUP_SIZE - 1) / GROUP_SIZE;
        lowerBounds = new float[groups][count];
        centroidAt = new int[groups * GROUP_SIZE];
        Arrays.fill(centroidAt, -1);
        positionOf = new int[k];
        int[] order = CentroidOrder.of(first, dimensions, GROUP_SIZE);
        for (int position = 0; position < k; position++) {
            centroidAt[position] = order[position];
            positionOf[order[position]] = position;
        }
        rows = new float[groups * GROUP_SIZE * dimensions];
        offsets = new float[groups * GROUP_SIZE];
        totalMoves = new float[groups];
        centroidToGroup = new float[k * groups];
    }

    /** Returns whether the bounds of this many points and centroids fit in {@code bytes}. */
    static boolean fits(long points, int k, long bytes) {
        return points * (k / GROUP_SIZE + 1) * Float.BYTES <= bytes;
    }

    /** Sets the centroids' positions; bounds decrease by the move of their group. */
    void moveTo(float[] newCentroids) {
        Arrays.fill(offsets, Float.NEGATIVE_INFINITY);
        isFirstSearch = centroids.length == 0;
        scansBlocks = scanned.sumThenReset() > denseShare * nearest.length * groups;
        maxNorm = 0;
        float[] moves = new float[groups];
        for (int centroid = 0; centroid < positionOf.length; centroid++) {
            int position = positionOf[centroid];
            if (!isFirstSearch) {
                float move = (float) Math.sqrt(squaredDistance(centroids, centroid, newCentroids, centroid));
                moves[position / GROUP_SIZE] = Math.max(moves[position / GROUP_SIZE], move * (1 + rounding));
            }
            float norm = NearestCentroid.squaredNorm(newCentroids, centroid, dimensions);
            maxNorm = Math.max(maxNorm, norm);
            offsets[position] = -norm / 2;
            System.arraycopy(newCentroids, centroid * dimensions, rows, position * dimensions, dimensions);
        }
        for (int group = 0; group < groups; group++) {
            totalMoves[group] = Math.nextUp(totalMoves[group] + moves[group]);
        }
        centroids = newCentroids;
        Arrays.fill(centroidToGroup, 0);
    }

    /**
     * Computes the distances of the centroids from {@code from} (inclusive) to {@code to} (exclusive) to the groups.
     * Optional for {@link #find}, but after each move it saves more than it costs if done for all centroids.
     */
    void measureBetween(int from, int to) {
        PointLanes lanes = new PointLanes(dimensions);
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, centroids, first + lane);
            }
            for (int group = 0; group < groups; group++) {
                scan(group, lanes);
                for (int lane = 0; lane < count; lane++) {
                    int centroid = first + lane;
                    boolean itself = lanes.row(lane) == positionOf[centroid];
                    float norm = -2 * offsets[positionOf[centroid]];
                    float min = norm - 2 * (itself ? lanes.second(lane) : lanes.best(lane));
                    centroidToGroup[centroid * groups + group] = nonNegativeRoot(min - rounding * (norm + maxNorm));
                }
            }
        }
    }

    /**
     * Finds the nearest centroids of the points from {@code from} (inclusive) to {@code to} (exclusive). Call once per
     * point after each move; different points may be searched by different threads.
     *
     * @param distances output, at the points' indices: squared distances
     */
    void find(int from, int to, float[] distances) {
        PointLanes lanes = new PointLanes(dimensions);
        if (isFirstSearch) {
            findInitially(from, to, lanes, distances);
            scanned.add((long) (to - from) * groups);
        } else if (scansBlocks) {
            findInBlocks(from, to, lanes, distances);
        } else {
            findGathered(from, to, lanes, distances);
        }
    }

    private void findInitially(int from, int to, PointLanes lanes, float[] distances) {
        float[] min = new float[PointLanes.COUNT];
        float[] next = new float[PointLanes.COUNT];
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, points, first + lane);
            }
            Arrays.fill(min, Float.POSITIVE_INFINITY);
            for (int group = 0; group < groups; group++) {
                scan(group, lanes);
                for (int lane = 0; lane < count; lane++) {
                    int point = first + lane;
                    float squared = norms[point] - 2 * lanes.best(lane);
                    setBound(group, point, nonNegativeRoot(squared - rounding(point)));
                    if (squared < min[lane]) {
                        min[lane] = squared;
                        next[lane] = norms[point] - 2 * lanes.second(lane);
                        nearest[point] = centroidAt[lanes.row(lane)];
                    }
                }
            }
            for (int lane = 0; lane < count; lane++) {
                int point = first + lane;
                setBound(positionOf[nearest[point]] / GROUP_SIZE, point, nonNegativeRoot(next[lane] - rounding(point)));
                distances[point] = squaredDistance(points, point, centroids, nearest[point]);
            }
        }
    }

    private void findGathered(int from, int to, PointLanes lanes, float[] distances) {
        float[] own = new float[to - from];
        for (int point = from; point < to; point++) {
            distances[point] = squaredDistance(points, point, centroids, nearest[point]);
            own[point - from] = (float) Math.sqrt(distances[point]);
        }
        int[] waiting = new int[to - from];
        for (int group = 0; group < groups; group++) {
            int length = gather(group, from, own, waiting);
            scanned.add(length);
            for (int first = 0; first < length; first += PointLanes.COUNT) {
                int count = Math.min(PointLanes.COUNT, length - first);
                for (int lane = 0; lane < count; lane++) {
                    lanes.set(lane, points, waiting[first + lane]);
                }
                scan(group, lanes);
                for (int lane = 0; lane < count; lane++) {
                    int point = waiting[first + lane];
                    update(point, group, lanes, lane, distances);
                    own[point - from] = (float) Math.sqrt(distances[point]);
                }
            }
        }
    }

    /** Works like {@link #findGathered}, block by block: no point is gathered, but all lanes are scored. */
    private void findInBlocks(int from, int to, PointLanes lanes, float[] distances) {
        float[] own = new float[PointLanes.COUNT];
        long scans = 0;
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                int point = first + lane;
                lanes.set(lane, points, point);
                distances[point] = squaredDistance(points, point, centroids, nearest[point]);
                own[lane] = (float) Math.sqrt(distances[point]);
            }
            for (int group = 0; group < groups; group++) {
                long waiting = waiting(group, first, count, own);
                if (waiting == 0) {
                    continue;
                }
                scan(group, lanes);
                scans += Long.bitCount(waiting);
                for (; waiting != 0; waiting &= waiting - 1) {
                    int lane = Long.numberOfTrailingZeros(waiting);
                    update(first + lane, group, lanes, lane, distances);
                    own[lane] = (float) Math.sqrt(distances[first + lane]);
                }
            }
        }
        scanned.add(scans);
    }

    /** Returns the lanes of a block, as bits, whose points cannot skip a group. */
    private long waiting(int group, int first, int count, float[] own) {
        float[] bounds = lowerBounds[group];
        long near = 0;
        if (count == PointLanes.COUNT) {
            for (int lane = 0; lane < count; lane += LANES) {
                FloatVector bound =
                        FloatVector.fromArray(SPECIES, bounds, first + lane).sub(totalMoves[group]);
                near |= bound.compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, own, lane))
                                .toLong()
                        << lane;
            }
        } else {
            for (int lane = 0; lane < count; lane++) {
                near |= bounds[first + lane] - totalMoves[group] < own[lane] ? 1L << lane : 0;
            }
        }
        long waiting = near;
        for (; near != 0; near &= near - 1) {
            int lane = Long.numberOfTrailingZeros(near);
            if (canSkip(group, first + lane, own[lane])) {
                waiting &= ~(1L << lane);
            }
        }
        return waiting;
    }

    private void scan(int group, PointLanes lanes) {
        lanes.clear();
        lanes.scan(rows, offsets, group * GROUP_SIZE, (group + 1) * GROUP_SIZE);
    }

    /**
     * Gathers the points that cannot skip a group.
     *
     * @param own distances of the points from {@code from} to their centroids
     * @param waiting output: the points
     * @return their number
     */
    private int gather(int group, int from, float[] own, int[] waiting) {
        float[] bounds = lowerBounds[group];
        int length = 0;
        int i = 0;
        for (; i + LANES <= own.length; i += LANES) {
            FloatVector bound = FloatVector.fromArray(SPECIES, bounds, from + i).sub(totalMoves[group]);
            long near = bound.compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, own, i))
                    .toLong();
            for (; near != 0; near &= near - 1) {
                int position = i + Long.numberOfTrailingZeros(near);
                length = addWaiting(group, from + position, own[position], waiting, length);
            }
        }
        for (; i < own.length; i++) {
            if (bounds[from + i] - totalMoves[group] < own[i]) {
                length = addWaiting(group, from + i, own[i], waiting, length);
            }
        }
        return length;
    }

    private int addWaiting(int group, int point, float own, int[] waiting, int length) {
        if (canSkip(group, point, own)) {
            return length;
        }
        waiting[length] = point;
        return length + 1;
    }

    /** Returns whether all centroids of the group are too far from the point's centroid to be nearer to the point. */
    private boolean canSkip(int group, int point, float own) {
        float minDistance = centroidToGroup[nearest[point] * groups + group] - own;
        if (minDistance > own) {
            setBound(group, point, minDistance);
            return true;
        }
        return false;
    }

    /** Updates a point by the scores of a group. */
    private void update(int point, int group, PointLanes lanes, int lane, float[] distances) {
        int own = nearest[point];
        float squared = distances[point];
        int position = lanes.row(lane);
        float min = norms[point] - 2 * lanes.best(lane);
        if (position == positionOf[own]) {
            min = norms[point] - 2 * lanes.second(lane);
        } else if (min < squared + rounding(point)) {
            int candidate = centroidAt[position];
            float exact = squaredDistance(points, point, centroids, candidate);
            if (exact < squared || (exact == squared && candidate < own)) {
                min = norms[point] - 2 * lanes.second(lane);
                int previousGroup = positionOf[own] / GROUP_SIZE;
                float bound = lowerBounds[previousGroup][point] - totalMoves[previousGroup];
                setBound(previousGroup, point, Math.min(bound, (float) Math.sqrt(squared)));
                nearest[point] = candidate;
                distances[point] = exact;
            }
        }
        setBound(group, point, nonNegativeRoot(min - rounding(point)));
    }

    private void setBound(int group, int point, float bound) {
        lowerBounds[group][point] = Math.nextDown(bound + totalMoves[group]);
    }

    private float rounding(int point) {
        return rounding * (norms[point] + maxNorm);
    }

    private static float nonNegativeRoot(float squared) {
        return (float) Math.sqrt(Math.max(0, squared));
    }

    private float squaredDistance(float[] a, int atA, float[] b, int atB) {
        return VectorDistance.squared(a, atA, b, atB, dimensions);
    }

    /** Returns the nearest centroid of each point in the last search. */
    int[] nearest() {
        return nearest;
    }
}
