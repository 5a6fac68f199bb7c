package audiotokens.cluster;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The three nearest centroids on the Vector API: scores every centroid for every point, two vectors of points by six
 * centroids at a time, as in {@link PointLanes}. The highest score of each six centroids is computed first, without
 * branches. The third highest of these is a lower bound of the third best score, and only the few sixes that reach it
 * are searched.
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
        float[] ofCentroids = NearestThree.offsets(centroids, dimensions);
        int k = ofCentroids.length;
        int filled = (k + ROWS - 1) / ROWS * ROWS;
        rows = Arrays.copyOf(centroids, filled * dimensions);
        offsets = Arrays.copyOf(ofCentroids, filled);
        Arrays.fill(offsets, k, filled, Float.NEGATIVE_INFINITY);
    }

    /** All scores of two vectors of points, from which the three best are selected. */
    private static final class Scores {
        /** (rows, POINTS). */
        final float[] sums;
        /** The highest score of each six centroids, (rows / ROWS, POINTS). */
        private final float[] highest;
        /** The third highest of these, (POINTS,): the third best score is at least as high. */
        private final float[] thresholds = new float[POINTS];
        /** (POINTS, COUNT), best first. */
        private final float[] best = new float[POINTS * COUNT];

        Scores(int rows) {
            sums = new float[rows * POINTS];
            highest = new float[rows / ROWS * POINTS];
        }

        /** Computes {@link #highest} and {@link #thresholds} of the lanes from {@code at}. */
        void findThresholds(int at) {
            FloatVector first = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            FloatVector second = first;
            FloatVector third = first;
            for (int six = at; six < highest.length; six += POINTS) {
                int row = (six - at) * ROWS + at;
                FloatVector most = FloatVector.fromArray(SPECIES, sums, row);
                for (int i = 1; i < ROWS; i++) {
                    most = most.max(FloatVector.fromArray(SPECIES, sums, row + i * POINTS));
                }
                most.intoArray(highest, six);
                FloatVector notFirst = first.min(most);
                first = first.max(most);
                FloatVector notSecond = second.min(notFirst);
                second = second.max(notFirst);
                third = third.max(notSecond);
            }
            third.intoArray(thresholds, at);
        }

        /**
         * Selects the best centroids of the lanes from {@code at}, in ascending order of the centroids.
         *
         * @param nearest output, (n, COUNT)
         * @param point point of the first lane of this block
         * @param count number of lanes of this block in use
         */
        void select(int at, int[] nearest, int point, int count) {
            FloatVector threshold = FloatVector.fromArray(SPECIES, thresholds, at);
            long used = count - at >= LANES ? -1 : (1L << Math.max(0, count - at)) - 1;
            for (int six = at; six < highest.length; six += POINTS) {
                long candidates = FloatVector.fromArray(SPECIES, highest, six)
                                .compare(VectorOperators.GE, threshold)
                                .toLong()
                        & used;
                for (; candidates != 0; candidates &= candidates - 1) {
                    int lane = at + Long.numberOfTrailingZeros(candidates);
                    int row = (six - at) / POINTS * ROWS;
                    for (int centroid = row; centroid < row + ROWS; centroid++) {
                        insert(lane, sums[centroid * POINTS + lane], centroid, nearest, (point + lane) * COUNT);
                    }
                }
            }
        }

        private void insert(int lane, float score, int centroid, int[] nearest, int output) {
            int at = lane * COUNT;
            if (!(score > best[at + 2])) {
                return;
            }
            int rank = score > best[at] ? 0 : score > best[at + 1] ? 1 : 2;
            for (int i = 2; i > rank; i--) {
                best[at + i] = best[at + i - 1];
                nearest[output + i] = nearest[output + i - 1];
            }
            best[at + rank] = score;
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
            }
            scores.clear();
            for (int at = 0; at < POINTS; at += LANES) {
                scores.findThresholds(at);
                scores.select(at, nearest, first, count);
            }
        }
    }
}
