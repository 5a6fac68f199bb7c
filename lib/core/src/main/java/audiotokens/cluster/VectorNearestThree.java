package audiotokens.cluster;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The three nearest centroids on the Vector API: scores every centroid for every point, two SIMD vectors of points by
 * six centroids at a time, as in {@link PointLanes}. The highest score of each group of six centroids is computed
 * first, without branches. The third highest of these is a lower bound of the third best score, and only the few groups
 * whose highest score reaches this bound are searched.
 */
final class VectorNearestThree implements NearestThree {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int POINTS = PointLanes.COUNT;
    private static final int ROWS = PointLanes.ROWS;

    private final int dimensions;
    /** (k, dimensions), k padded to a multiple of {@link #ROWS}. */
    private final float[] rows;
    /** -|c|²/2 of each centroid; minus infinity for padding rows. */
    private final float[] offsets;

    /** @param centroids (k, dimensions) */
    VectorNearestThree(float[] centroids, int dimensions) {
        this.dimensions = dimensions;
        float[] centroidOffsets = NearestThree.offsets(centroids, dimensions);
        int k = centroidOffsets.length;
        int nRows = (k + ROWS - 1) / ROWS * ROWS;
        rows = Arrays.copyOf(centroids, nRows * dimensions);
        offsets = Arrays.copyOf(centroidOffsets, nRows);
        Arrays.fill(offsets, k, nRows, Float.NEGATIVE_INFINITY);
    }

    /** All scores of two SIMD vectors of points, from which the three best of each point are selected. */
    private static final class Scores {
        /** (rows, POINTS). */
        final float[] sums;
        /** The highest score of each group of six centroids, (rows / ROWS, POINTS). */
        private final float[] highest;
        /** The third highest of these, (POINTS,): the third best score is at least as high. */
        private final float[] thresholds = new float[POINTS];
        /** (POINTS, COUNT), best first. */
        private final float[] best = new float[POINTS * COUNT];

        Scores(int nRows) {
            sums = new float[nRows * POINTS];
            highest = new float[nRows / ROWS * POINTS];
        }

        /** Computes {@link #highest} of the group that starts at a row, while its sums are in the L1 cache. */
        void findHighest(int row) {
            for (int lane = 0; lane < POINTS; lane += LANES) {
                int first = row * POINTS + lane;
                FloatVector max = FloatVector.fromArray(SPECIES, sums, first);
                for (int i = 1; i < ROWS; i++) {
                    max = max(max, FloatVector.fromArray(SPECIES, sums, first + i * POINTS));
                }
                max.intoArray(highest, row / ROWS * POINTS + lane);
            }
        }

        /** The greater values of two vectors; FloatVector.max takes longer, since it distinguishes zeros and NaN. */
        private static FloatVector max(FloatVector a, FloatVector b) {
            return a.blend(b, b.compare(VectorOperators.GT, a));
        }

        /** Computes {@link #thresholds} of the lanes from {@code firstLane}. */
        void findThresholds(int firstLane) {
            FloatVector first = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            FloatVector second = first;
            FloatVector third = first;
            for (int group = firstLane; group < highest.length; group += POINTS) {
                FloatVector max = FloatVector.fromArray(SPECIES, highest, group);
                VectorMask<Float> isFirst = max.compare(VectorOperators.GT, first);
                FloatVector notFirst = max.blend(first, isFirst);
                first = first.blend(max, isFirst);
                VectorMask<Float> isSecond = notFirst.compare(VectorOperators.GT, second);
                FloatVector notSecond = notFirst.blend(second, isSecond);
                second = second.blend(notFirst, isSecond);
                third = max(third, notSecond);
            }
            third.intoArray(thresholds, firstLane);
        }

        /**
         * Selects the best centroids of the lanes from {@code firstLane}. Visits the centroids in ascending order, so
         * that ties go to the lower index.
         *
         * @param nearest output, (n, COUNT)
         * @param point index of the point in this block's first lane
         * @param count number of lanes of this block in use
         */
        void select(int firstLane, int[] nearest, int point, int count) {
            FloatVector threshold = FloatVector.fromArray(SPECIES, thresholds, firstLane);
            long usedLanes = count - firstLane >= LANES ? -1 : (1L << Math.max(0, count - firstLane)) - 1;
            for (int group = firstLane; group < highest.length; group += POINTS) {
                long candidates = FloatVector.fromArray(SPECIES, highest, group)
                                .compare(VectorOperators.GE, threshold)
                                .toLong()
                        & usedLanes;
                for (; candidates != 0; candidates &= candidates - 1) {
                    int lane = firstLane + Long.numberOfTrailingZeros(candidates);
                    int row = (group - firstLane) / POINTS * ROWS;
                    for (int centroid = row; centroid < row + ROWS; centroid++) {
                        insert(lane, sums[centroid * POINTS + lane], centroid, nearest, (point + lane) * COUNT);
                    }
                }
            }
        }

        private void insert(int lane, float score, int centroid, int[] nearest, int output) {
            int offset = lane * COUNT;
            if (!(score > best[offset + 2])) {
                return;
            }
            int rank = score > best[offset] ? 0 : score > best[offset + 1] ? 1 : 2;
            for (int i = 2; i > rank; i--) {
                best[offset + i] = best[offset + i - 1];
                nearest[output + i] = nearest[output + i - 1];
            }
            best[offset + rank] = score;
            nearest[output + rank] = centroid;
        }

        void clear() {
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
        }
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest) {
        PointLanes lanes = new PointLanes(dimensions);
        Scores scores = new Scores(offsets.length);
        for (int first = from; first < to; first += POINTS) {
            int count = Math.min(POINTS, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, points, first + lane);
            }
            for (int row = 0; row < offsets.length; row += ROWS) {
                PointLanes.score(lanes.values(), dimensions, rows, offsets, row, scores.sums, row * POINTS);
                scores.findHighest(row);
            }
            scores.clear();
            for (int lane = 0; lane < POINTS; lane += LANES) {
                scores.findThresholds(lane);
                scores.select(lane, nearest, first, count);
            }
        }
    }
}
