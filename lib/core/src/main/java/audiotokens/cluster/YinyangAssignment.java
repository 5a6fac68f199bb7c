package audiotokens.cluster;

import java.util.concurrent.atomic.LongAdder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
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
 * <p>The search goes group by group; {@link GroupScores} scores the points that cannot skip the group.
 */
final class YinyangAssignment {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Maximum number of values of the points that are searched at a time, so that they stay in the L2 cache. */
    private static final int VALUES_AT_A_TIME = 1 << 17;

    /** Number of points that the first search scores with each group while its centroids are in the L1 cache. */
    private static final int INITIAL_POINTS = 4 * LANES;

    private final float[] points;
    private final int dimensions;
    /** |x|² of each point. */
    private final float[] squaredNorms;

    private final int[] nearest;
    private final CentroidGroups groups;
    /** (groups, n): the bound when it was set, plus the group's total move until then. */
    private final float[][] lowerBounds;

    private int nMoves;
    /** Number of pairs of points and groups that the last search skipped because of the distances between centroids. */
    private final LongAdder nSkippedByDistance = new LongAdder();

    private boolean usesGroupDistances = true;

    /**
     * Prepares the search for fixed points.
     *
     * @param points (n, dimensions)
     * @param initialCentroids (k, dimensions); they determine the groups
     */
    YinyangAssignment(float[] points, int dimensions, float[] initialCentroids) {
        this.points = points;
        this.dimensions = dimensions;
        int count = points.length / dimensions;
        squaredNorms = new float[count];
        for (int point = 0; point < count; point++) {
            squaredNorms[point] = NearestCentroid.squaredNorm(points, point, dimensions);
        }
        nearest = new int[count];
        groups = new CentroidGroups(initialCentroids, dimensions);
        lowerBounds = new float[groups.count()][count];
    }

    /** Returns whether the bounds of this many points and centroids fit in {@code maxBytes}. */
    static boolean fitsInMemory(long nPoints, int k, long maxBytes) {
        return nPoints * (k / CentroidGroups.SIZE + 1) * Float.BYTES <= maxBytes;
    }

    /** Moves the centroids; each group's bounds decrease by the group's longest move. */
    void moveTo(float[] newCentroids) {
        groups.moveTo(newCentroids);
        nMoves++;
        long nSkipped = nSkippedByDistance.sumThenReset();
        // first for the second search; then until a search has skipped no more pairs than distances were computed
        usesGroupDistances = nMoves == 2 || (usesGroupDistances && nMoves > 2 && nSkipped > groups.nDistances());
    }

    /** Returns whether {@link #computeGroupDistances} is worth its cost after the last move. */
    boolean usesGroupDistances() {
        return usesGroupDistances;
    }

    /**
     * Computes the distance to every group for the centroids from {@code from} (inclusive) to {@code to} (exclusive).
     * Without it, {@link #find} skips fewer groups.
     */
    void computeGroupDistances(int from, int to) {
        groups.computeDistances(from, to);
    }

    /**
     * Finds the nearest centroids of the points from {@code from} (inclusive) to {@code to} (exclusive). Call once per
     * point after each move; different points may be searched by different threads.
     *
     * @param distances output, at the points' indices: squared distances
     */
    void find(int from, int to, float[] distances) {
        int length = nMoves == 1 ? INITIAL_POINTS : Math.max(LANES, VALUES_AT_A_TIME / dimensions);
        for (int first = from; first < to; first += length) {
            int count = Math.min(length, to - first);
            if (nMoves == 1) {
                new InitialSearch(first, count).find(distances);
            } else {
                new PointRange(first, count, distances).find();
            }
        }
    }

    /** Returns the nearest centroid of each point in the last search. */
    int[] nearest() {
        return nearest;
    }

    /** Sets a bound, rounded down so that subtracting the group's total move later cannot make it too high. */
    private void setBound(int group, int point, float bound) {
        lowerBounds[group][point] = Math.nextDown(bound + groups.totalMove(group));
    }

    /** Returns a lower bound of a distance, given its square computed from scores. */
    private float lowerBound(int point, float squaredDistance) {
        float rounding = groups.rounding() * (squaredNorms[point] + groups.maxSquaredNorm());
        return (float) Math.sqrt(Math.max(0, squaredDistance - rounding));
    }

    /** A search, other than the first, for some consecutive points. */
    private final class PointRange {
        private final int from;
        private final int count;
        /** Squared distances of all points to their own centroids; output of the search. */
        private final float[] ownSquared;
        /** Distance of each point of this range to its own centroid. */
        private final float[] ownDistances;

        private final Chunk chunk = new Chunk();
        private int nSkipped;

        PointRange(int from, int count, float[] ownSquared) {
            this.from = from;
            this.count = count;
            this.ownSquared = ownSquared;
            ownDistances = new float[count];
        }

        void find() {
            for (int i = 0; i < count; i++) {
                setOwn(from + i, groups.squaredDistance(points, from + i, nearest[from + i]));
            }
            for (int group = 0; group < groups.count(); group++) {
                find(group);
            }
            nSkippedByDistance.add(nSkipped);
        }

        private void setOwn(int point, float squaredDistance) {
            ownSquared[point] = squaredDistance;
            ownDistances[point - from] = (float) Math.sqrt(squaredDistance);
        }

        /** Searches a group for the points that cannot skip it. */
        private void find(int group) {
            float[] bounds = lowerBounds[group];
            float totalMove = groups.totalMove(group);
            int i = 0;
            for (; i + LANES <= count; i += LANES) {
                long candidates = FloatVector.fromArray(SPECIES, bounds, from + i)
                        .sub(totalMove)
                        .compare(VectorOperators.LT, FloatVector.fromArray(SPECIES, ownDistances, i))
                        .toLong();
                for (; candidates != 0; candidates &= candidates - 1) {
                    addUnlessSkipped(group, i + Long.numberOfTrailingZeros(candidates));
                }
            }
            for (; i < count; i++) {
                if (bounds[from + i] - totalMove < ownDistances[i]) {
                    addUnlessSkipped(group, i);
                }
            }
            scanChunk(group);
        }

        /**
         * Adds a point to the chunk, and scans the chunk if it is full; but if the group's centroids are so far from
         * the point's own centroid that none can be nearer to the point, only sets the bound.
         */
        private void addUnlessSkipped(int group, int i) {
            int point = from + i;
            if (usesGroupDistances) {
                float minDistance = groups.distance(nearest[point], group) - ownDistances[i];
                if (minDistance > ownDistances[i]) {
                    setBound(group, point, minDistance);
                    nSkipped++;
                    return;
                }
            }
            chunk.add(point, ownSquared[point], groups.positionOf(nearest[point]));
            if (chunk.size == LANES) {
                scanChunk(group);
            }
        }

        private void scanChunk(int group) {
            if (chunk.size == 0) {
                return;
            }
            chunk.score(group);
            chunk.computeBounds(group);
            for (int lane = 0; lane < chunk.size; lane++) {
                lowerBounds[group][chunk.indices[lane]] = chunk.bounds[lane];
            }
            long usedLanes = (1L << chunk.size) - 1;
            for (long nearer = chunk.possiblyNearer() & usedLanes; nearer != 0; nearer &= nearer - 1) {
                moveIfNearer(group, Long.numberOfTrailingZeros(nearer));
            }
            chunk.size = 0;
        }

        /** Moves a point to the group's best centroid if that is nearer by exact distance. */
        private void moveIfNearer(int group, int lane) {
            int point = chunk.indices[lane];
            int own = nearest[point];
            int best = GroupScores.best(chunk.scores, lane * CentroidGroups.SIZE);
            int candidate = groups.centroidAt(group * CentroidGroups.SIZE + best);
            float exact = groups.squaredDistance(points, point, candidate);
            if (exact < ownSquared[point] || (exact == ownSquared[point] && candidate < own)) {
                int ownGroup = groups.positionOf(own) / CentroidGroups.SIZE;
                float bound = lowerBounds[ownGroup][point] - groups.totalMove(ownGroup);
                setBound(ownGroup, point, Math.min(bound, ownDistances[point - from]));
                setBound(group, point, lowerBound(point, chunk.minSquaredWithout(lane, best)));
                nearest[point] = candidate;
                setOwn(point, exact);
            }
        }
    }

    /** The first search for some consecutive points, which have no own centroids yet. */
    private final class InitialSearch {
        private final int from;
        private final int count;
        private final float[] min;
        private final int[] bestGroup;
        /** Each point's scores of its best group, (count, group size). */
        private final float[] bestScores;

        private final Chunk chunk = new Chunk();

        InitialSearch(int from, int count) {
            this.from = from;
            this.count = count;
            min = new float[count];
            bestGroup = new int[count];
            bestScores = new float[count * CentroidGroups.SIZE];
        }

        void find(float[] ownSquared) {
            for (int group = 0; group < groups.count(); group++) {
                for (int first = 0; first < count; first += LANES) {
                    score(group, first);
                }
            }
            for (int i = 0; i < count; i++) {
                int point = from + i;
                int start = i * CentroidGroups.SIZE;
                int best = GroupScores.best(bestScores, start);
                float second = GroupScores.minSquaredWithout(bestScores, start, squaredNorms[point], best);
                setBound(bestGroup[i], point, lowerBound(point, second));
                nearest[point] = groups.centroidAt(bestGroup[i] * CentroidGroups.SIZE + best);
                ownSquared[point] = groups.squaredDistance(points, point, nearest[point]);
            }
        }

        /** Scores a group for up to {@link #LANES} points from the one with index {@code first} in this search. */
        private void score(int group, int first) {
            chunk.size = 0;
            for (int i = first; i < Math.min(first + LANES, count); i++) {
                chunk.add(from + i, 0, -1);
            }
            chunk.score(group);
            chunk.computeBounds(group);
            System.arraycopy(chunk.bounds, 0, lowerBounds[group], from + first, chunk.size);
            for (int lane = 0; lane < chunk.size; lane++) {
                int i = first + lane;
                if (group == 0 || chunk.squaredToOthers[lane] < min[i]) {
                    min[i] = chunk.squaredToOthers[lane];
                    bestGroup[i] = group;
                    int size = CentroidGroups.SIZE;
                    System.arraycopy(chunk.scores, lane * size, bestScores, i * size, size);
                }
            }
        }
    }

    /** Up to {@link #LANES} points that are scored together. */
    private final class Chunk {
        private final int[] indices = new int[Math.max(4, LANES)];
        private final float[] norms = new float[LANES];
        private final float[] squaredToOwn = new float[LANES];
        private final int[] ownPositions = new int[LANES];
        private int size;

        /** (LANES, group size). */
        private final float[] scores = new float[Math.max(4, LANES) * CentroidGroups.SIZE];
        /** Squared distances to the nearest centroids of the group, own centroids excluded. */
        private final float[] squaredToOthers = new float[LANES];
        /** Values for {@link #lowerBounds}. */
        private final float[] bounds = new float[LANES];

        /** @param ownPosition position of the point's own centroid; -1 if it has none */
        void add(int point, float squaredToOwnCentroid, int ownPosition) {
            indices[size] = point;
            norms[size] = squaredNorms[point];
            squaredToOwn[size] = squaredToOwnCentroid;
            ownPositions[size] = ownPosition;
            size++;
        }

        void score(int group) {
            groups.score(group, points, indices, size, scores);
            for (int lane = 0; lane < size; lane++) {
                squaredToOthers[lane] = groups.minSquaredToOthers(
                        group, scores, lane * CentroidGroups.SIZE, norms[lane], ownPositions[lane]);
            }
        }

        /** Computes what {@link #setBound} stores for {@link #lowerBound} of {@link #squaredToOthers}. */
        void computeBounds(int group) {
            FloatVector squared = FloatVector.fromArray(SPECIES, squaredToOthers, 0);
            IntVector bits = squared.sub(rounding())
                    .max(0)
                    .lanewise(VectorOperators.SQRT)
                    .add(groups.totalMove(group))
                    .reinterpretAsInts();
            // the bits of a positive float less 1 are those of the next lower float
            VectorMask<Float> isZero = bits.compare(VectorOperators.EQ, 0).cast(SPECIES);
            bits.sub(1).reinterpretAsFloats().blend(-Float.MIN_VALUE, isZero).intoArray(bounds, 0);
        }

        /** Returns one bit per point that, given the rounding errors, may be nearer to another centroid. */
        long possiblyNearer() {
            FloatVector toOwn = FloatVector.fromArray(SPECIES, squaredToOwn, 0);
            return FloatVector.fromArray(SPECIES, squaredToOthers, 0)
                    .compare(VectorOperators.LT, toOwn.add(rounding()))
                    .toLong();
        }

        private FloatVector rounding() {
            return FloatVector.fromArray(SPECIES, norms, 0)
                    .add(groups.maxSquaredNorm())
                    .mul(groups.rounding());
        }

        float minSquaredWithout(int lane, int excluded) {
            return GroupScores.minSquaredWithout(scores, lane * CentroidGroups.SIZE, norms[lane], excluded);
        }
    }
}
