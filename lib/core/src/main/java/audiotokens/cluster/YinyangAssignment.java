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
 * group is skipped if its bound exceeds the distance between the point and its own centroid, or if all of the group's
 * centroids are more than twice that distance from the point's own centroid. The result equals that of the full search,
 * except between centroids whose distances float32 cannot distinguish. Sources: Y. Ding et al., "Yinyang k-means: a
 * drop-in replacement of the classic k-means with consistent speedup", 2015; C. Elkan, "Using the triangle inequality
 * to accelerate k-means", 2003.
 *
 * <p>The points that cannot skip a group are gathered, group by group, and scored against the group's centroids
 * together.
 */
final class YinyangAssignment {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Number of centroids per group. */
    private static final int GROUP_SIZE = 6 * PointLanes.ROWS;

    /** Minimum of {@link #rounding}. */
    private static final float MIN_ROUNDING = 4e-6f;

    /** Unit roundoff of float32: maximum relative error of an addition. */
    private static final float UNIT_ROUNDOFF = 0x1p-24f;

    /**
     * If a search scanned a higher share than this of the pairs of points and groups, the next search scans whole
     * blocks of points: that wastes some scores, but saves gathering the points of each group.
     */
    private static final double DEFAULT_DENSE_SHARE = 0.6;

    private final float[] points;
    private final int dimensions;
    /** Maximum rounding error of |x|² - 2 x·c + |c|², summed in order of the dimensions, relative to |x|² + |c|². */
    private final float rounding;

    private final float[] squaredNorms;
    private final int[] nearest;
    /** (groups, n): the bound when it was set, plus the group's total move until then. */
    private final float[][] lowerBounds;

    private final int nGroups;
    /** The centroid at each position in the groups; -1 at the last group's padding positions. */
    private final int[] centroidAt;

    private final int[] positionOf;
    /** The centroids in the order of their positions: (groups, GROUP_SIZE, dimensions). */
    private final float[] rows;
    /** -|c|²/2 of the centroid at each position; minus infinity at padding positions. */
    private final float[] offsets;
    /** For each group, the sum over all calls of {@link #moveTo} of its centroids' longest move. */
    private final float[] totalMoves;
    /** Minimum distance from each centroid to the other centroids of each group: (k, groups). */
    private final float[] centroidToGroup;

    /** (k, dimensions); empty before the first move. */
    private float[] centroids = {};

    private float maxSquaredNorm;
    /** Whether no point has been assigned yet. */
    private boolean isFirstSearch = true;
    /** Number of pairs of points and groups that the current search has scanned. */
    private final LongAdder nScannedPairs = new LongAdder();

    private final double denseShare;
    private boolean scansBlocks;

    /**
     * Prepares the search for fixed points.
     *
     * @param points (n, dimensions)
     * @param initialCentroids (k, dimensions); they determine the groups
     */
    YinyangAssignment(float[] points, int dimensions, float[] initialCentroids) {
        this(points, dimensions, initialCentroids, DEFAULT_DENSE_SHARE);
    }

    /**
     * @param denseShare share of scanned pairs above which the next search scans whole blocks; no result depends on it
     */
    YinyangAssignment(float[] points, int dimensions, float[] initialCentroids, double denseShare) {
        this.points = points;
        this.denseShare = denseShare;
        this.dimensions = dimensions;
        this.rounding = Math.max(MIN_ROUNDING, dimensions * UNIT_ROUNDOFF);
        int count = points.length / dimensions;
        int k = initialCentroids.length / dimensions;
        squaredNorms = new float[count];
        for (int point = 0; point < count; point++) {
            squaredNorms[point] = NearestCentroid.squaredNorm(points, point, dimensions);
        }
        nearest = new int[count];
        nGroups = (k + GROUP_SIZE - 1) / GROUP_SIZE;
        lowerBounds = new float[nGroups][count];
        centroidAt = new int[nGroups * GROUP_SIZE];
        Arrays.fill(centroidAt, -1);
        positionOf = new int[k];
        int[] order = CentroidOrder.of(initialCentroids, dimensions, GROUP_SIZE);
        for (int position = 0; position < k; position++) {
            centroidAt[position] = order[position];
            positionOf[order[position]] = position;
        }
        rows = new float[nGroups * GROUP_SIZE * dimensions];
        offsets = new float[nGroups * GROUP_SIZE];
        totalMoves = new float[nGroups];
        centroidToGroup = new float[k * nGroups];
    }

    /** Returns whether the bounds of this many points and centroids fit in {@code maxBytes}. */
    static boolean fitsInMemory(long nPoints, int k, long maxBytes) {
        return nPoints * (k / GROUP_SIZE + 1) * Float.BYTES <= maxBytes;
    }

    /** Moves the centroids; each group's bounds decrease by the group's longest move. */
    void moveTo(float[] newCentroids) {
        Arrays.fill(offsets, Float.NEGATIVE_INFINITY);
        isFirstSearch = centroids.length == 0;
        scansBlocks = nScannedPairs.sumThenReset() > denseShare * nearest.length * nGroups;
        maxSquaredNorm = 0;
        float[] moves = new float[nGroups];
        for (int centroid = 0; centroid < positionOf.length; centroid++) {
            int position = positionOf[centroid];
            if (!isFirstSearch) {
                float move = (float) Math.sqrt(squaredDistance(centroids, centroid, newCentroids, centroid));
                moves[position / GROUP_SIZE] = Math.max(moves[position / GROUP_SIZE], move * (1 + rounding));
            }
            float squaredNorm = NearestCentroid.squaredNorm(newCentroids, centroid, dimensions);
            maxSquaredNorm = Math.max(maxSquaredNorm, squaredNorm);
            offsets[position] = -squaredNorm / 2;
            System.arraycopy(newCentroids, centroid * dimensions, rows, position * dimensions, dimensions);
        }
        for (int group = 0; group < nGroups; group++) {
            totalMoves[group] = Math.nextUp(totalMoves[group] + moves[group]);
        }
        centroids = newCentroids;
        Arrays.fill(centroidToGroup, 0);
    }

    /**
     * Computes the distance to every group for the centroids from {@code from} (inclusive) to {@code to} (exclusive).
     * {@link #find} does not need this, but after each move it saves more than it costs if done for all centroids.
     */
    void computeGroupDistances(int from, int to) {
        PointLanes lanes = new PointLanes(dimensions);
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, centroids, first + lane);
            }
            for (int group = 0; group < nGroups; group++) {
                scan(group, lanes);
                for (int lane = 0; lane < count; lane++) {
                    int centroid = first + lane;
                    boolean isSelf = lanes.bestRow(lane) == positionOf[centroid];
                    float squaredNorm = -2 * offsets[positionOf[centroid]];
                    float min = squaredNorm - 2 * (isSelf ? lanes.secondScore(lane) : lanes.bestScore(lane));
                    centroidToGroup[centroid * nGroups + group] =
                            nonNegativeRoot(min - rounding * (squaredNorm + maxSquaredNorm));
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
            nScannedPairs.add((long) (to - from) * nGroups);
        } else if (scansBlocks) {
            findInBlocks(from, to, lanes, distances);
        } else {
            findGathered(from, to, lanes, distances);
        }
    }

    private void findInitially(int from, int to, PointLanes lanes, float[] distances) {
        float[] min = new float[PointLanes.COUNT];
        float[] secondMin = new float[PointLanes.COUNT];
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, points, first + lane);
            }
            Arrays.fill(min, Float.POSITIVE_INFINITY);
            for (int group = 0; group < nGroups; group++) {
                scan(group, lanes);
                for (int lane = 0; lane < count; lane++) {
                    int point = first + lane;
                    float squared = squaredNorms[point] - 2 * lanes.bestScore(lane);
                    setBound(group, point, nonNegativeRoot(squared - rounding(point)));
                    if (squared < min[lane]) {
                        min[lane] = squared;
                        secondMin[lane] = squaredNorms[point] - 2 * lanes.secondScore(lane);
                        nearest[point] = centroidAt[lanes.bestRow(lane)];
                    }
                }
            }
            for (int lane = 0; lane < count; lane++) {
                int point = first + lane;
                int ownGroup = positionOf[nearest[point]] / GROUP_SIZE;
                setBound(ownGroup, point, nonNegativeRoot(secondMin[lane] - rounding(point)));
                distances[point] = squaredDistance(points, point, centroids, nearest[point]);
            }
        }
    }

    private void findGathered(int from, int to, PointLanes lanes, float[] distances) {
        float[] ownDistances = new float[to - from];
        for (int point = from; point < to; point++) {
            distances[point] = squaredDistance(points, point, centroids, nearest[point]);
            ownDistances[point - from] = (float) Math.sqrt(distances[point]);
        }
        int[] toScan = new int[to - from];
        for (int group = 0; group < nGroups; group++) {
            int length = gather(group, from, ownDistances, toScan);
            nScannedPairs.add(length);
            for (int first = 0; first < length; first += PointLanes.COUNT) {
                int count = Math.min(PointLanes.COUNT, length - first);
                for (int lane = 0; lane < count; lane++) {
                    lanes.set(lane, points, toScan[first + lane]);
                }
                scan(group, lanes);
                for (int lane = 0; lane < count; lane++) {
                    int point = toScan[first + lane];
                    update(point, group, lanes, lane, distances);
                    ownDistances[point - from] = (float) Math.sqrt(distances[point]);
                }
            }
        }
    }

    /** Works like {@link #findGathered}, block by block: no point is gathered, but all lanes are scored. */
    private void findInBlocks(int from, int to, PointLanes lanes, float[] distances) {
        float[] ownDistances = new float[PointLanes.COUNT];
        long scans = 0;
        for (int first = from; first < to; first += PointLanes.COUNT) {
            int count = Math.min(PointLanes.COUNT, to - first);
            for (int lane = 0; lane < count; lane++) {
                int point = first + lane;
                lanes.set(lane, points, point);
                distances[point] = squaredDistance(points, point, centroids, nearest[point]);
                ownDistances[lane] = (float) Math.sqrt(distances[point]);
            }
            for (int group = 0; group < nGroups; group++) {
                long toScan = lanesToScan(group, first, count, ownDistances);
                if (toScan == 0) {
                    continue;
                }
                scan(group, lanes);
                scans += Long.bitCount(toScan);
                for (; toScan != 0; toScan &= toScan - 1) {
                    int lane = Long.numberOfTrailingZeros(toScan);
                    update(first + lane, group, lanes, lane, distances);
                    ownDistances[lane] = (float) Math.sqrt(distances[first + lane]);
                }
            }
        }
        nScannedPairs.add(scans);
    }

    /** Returns the lanes whose points cannot skip a group, as one bit per lane of the block. */
    private long lanesToScan(int group, int first, int count, float[] ownDistances) {
        float[] bounds = lowerBounds[group];
        long candidates = 0;
        if (count == PointLanes.COUNT) {
            for (int lane = 0; lane < count; lane += LANES) {
                FloatVector bound =
                        FloatVector.fromArray(SPECIES, bounds, first + lane).sub(totalMoves[group]);
                candidates |= bound.compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, ownDistances, lane))
                                .toLong()
                        << lane;
            }
        } else {
            for (int lane = 0; lane < count; lane++) {
                candidates |= bounds[first + lane] - totalMoves[group] < ownDistances[lane] ? 1L << lane : 0;
            }
        }
        long toScan = candidates;
        for (; candidates != 0; candidates &= candidates - 1) {
            int lane = Long.numberOfTrailingZeros(candidates);
            if (canSkip(group, first + lane, ownDistances[lane])) {
                toScan &= ~(1L << lane);
            }
        }
        return toScan;
    }

    private void scan(int group, PointLanes lanes) {
        lanes.clear();
        lanes.scan(rows, offsets, group * GROUP_SIZE, (group + 1) * GROUP_SIZE);
    }

    /**
     * Gathers the points that cannot skip a group.
     *
     * @param ownDistances distances of the points from {@code from} to their centroids
     * @param toScan output: the points
     * @return their number
     */
    private int gather(int group, int from, float[] ownDistances, int[] toScan) {
        float[] bounds = lowerBounds[group];
        int length = 0;
        int i = 0;
        for (; i + LANES <= ownDistances.length; i += LANES) {
            FloatVector bound = FloatVector.fromArray(SPECIES, bounds, from + i).sub(totalMoves[group]);
            long candidates = bound.compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, ownDistances, i))
                    .toLong();
            for (; candidates != 0; candidates &= candidates - 1) {
                int position = i + Long.numberOfTrailingZeros(candidates);
                length = addToScan(group, from + position, ownDistances[position], toScan, length);
            }
        }
        for (; i < ownDistances.length; i++) {
            if (bounds[from + i] - totalMoves[group] < ownDistances[i]) {
                length = addToScan(group, from + i, ownDistances[i], toScan, length);
            }
        }
        return length;
    }

    private int addToScan(int group, int point, float ownDistance, int[] toScan, int length) {
        if (canSkip(group, point, ownDistance)) {
            return length;
        }
        toScan[length] = point;
        return length + 1;
    }

    /**
     * Returns whether all centroids of the group are so far from the point's own centroid that none can be nearer to
     * the point; if so, updates the point's bound.
     */
    private boolean canSkip(int group, int point, float ownDistance) {
        float minDistance = centroidToGroup[nearest[point] * nGroups + group] - ownDistance;
        if (minDistance > ownDistance) {
            setBound(group, point, minDistance);
            return true;
        }
        return false;
    }

    /** Updates a point's nearest centroid, distance and bounds from the scores of a group. */
    private void update(int point, int group, PointLanes lanes, int lane, float[] distances) {
        int ownCentroid = nearest[point];
        float squared = distances[point];
        int position = lanes.bestRow(lane);
        float min = squaredNorms[point] - 2 * lanes.bestScore(lane);
        if (position == positionOf[ownCentroid]) {
            min = squaredNorms[point] - 2 * lanes.secondScore(lane);
        } else if (min < squared + rounding(point)) {
            int candidate = centroidAt[position];
            float exact = squaredDistance(points, point, centroids, candidate);
            if (exact < squared || (exact == squared && candidate < ownCentroid)) {
                min = squaredNorms[point] - 2 * lanes.secondScore(lane);
                int previousGroup = positionOf[ownCentroid] / GROUP_SIZE;
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
        return rounding * (squaredNorms[point] + maxSquaredNorm);
    }

    private static float nonNegativeRoot(float squared) {
        return (float) Math.sqrt(Math.max(0, squared));
    }

    private float squaredDistance(float[] a, int rowOfA, float[] b, int rowOfB) {
        return VectorDistance.squared(a, rowOfA, b, rowOfB, dimensions);
    }

    /** Returns the nearest centroid of each point in the last search. */
    int[] nearest() {
        return nearest;
    }
}
