package audiotokens.cluster;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gives bit-identical results to the full search with less work. For every six centroids, a
 * {@link PrincipalComponentPruning} decides whether one of them can be the nearest to one of {@link PointLanes#COUNT}
 * points; only then are all dimensions computed. Consecutive frames are similar, so a centroid that is far from one of
 * the points is usually far from all of them.
 */
final class PrunedNearestCentroid implements NearestCentroid {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int POINTS = PointLanes.COUNT;
    private static final int ROWS = PointLanes.ROWS;

    private final int dimensions;
    private final PrincipalComponentPruning pruning;
    /** Index of the centroid in each row; nearby centroids are in adjacent rows. */
    private final float[] centroidAt;
    /** (rows, dimensions), padded to a multiple of {@link #ROWS}. */
    private final float[] rows;
    /** -|c|²/2 of each row; minus infinity for padding rows. */
    private final float[] offsets;

    /** (rows, PrincipalComponentPruning.SIZE). */
    private final float[] reducedRows;
    /** -|c - m|²/2 of each row; minus infinity for padding rows. */
    private final float[] reducedOffsets;
    /** The maximum |c|². */
    private final float maxSquaredNorm;

    /** @param centroids (k, dimensions) */
    PrunedNearestCentroid(float[] centroids, int dimensions, PrincipalComponentPruning pruning) {
        this.dimensions = dimensions;
        this.pruning = pruning;
        int[] order = CentroidOrder.of(centroids, dimensions, ROWS);
        int nRows = Math.ceilDiv(order.length, ROWS) * ROWS;
        centroidAt = new float[nRows];
        rows = new float[nRows * dimensions];
        offsets = new float[nRows];
        reducedOffsets = new float[nRows];
        Arrays.fill(offsets, Float.NEGATIVE_INFINITY);
        Arrays.fill(reducedOffsets, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < order.length; row++) {
            centroidAt[row] = order[row];
            System.arraycopy(centroids, order[row] * dimensions, rows, row * dimensions, dimensions);
            offsets[row] = -NearestCentroid.squaredNorm(centroids, order[row], dimensions) / 2;
        }
        reducedRows = new float[nRows * PrincipalComponentPruning.SIZE];
        float maxSquared = 0;
        Block block = new Block();
        for (int first = 0; first < order.length; first += POINTS) {
            int count = Math.min(POINTS, order.length - first);
            block.set(rows, first, count);
            for (int lane = 0; lane < count; lane++) {
                reducedOffsets[first + lane] = -block.centeredSquaredNorms[lane] / 2;
                maxSquared = Math.max(maxSquared, block.squaredNorms[lane]);
                for (int i = 0; i < PrincipalComponentPruning.SIZE; i++) {
                    reducedRows[(first + lane) * PrincipalComponentPruning.SIZE + i] = block.reduced[i * POINTS + lane];
                }
            }
        }
        maxSquaredNorm = maxSquared;
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest, float[] distances) {
        Block block = new Block();
        for (int first = from; first < to; first += POINTS) {
            int count = Math.min(POINTS, to - first);
            block.set(points, first, count);
            block.search();
            for (int lane = 0; lane < count; lane++) {
                nearest[first + lane] = (int) block.centroids[lane];
                distances[first + lane] = Math.max(0, block.squaredNorms[lane] - 2 * block.scores[lane]);
            }
        }
    }

    /** A block of points, one per lane, and their nearest centroids. Not thread-safe. */
    private final class Block {
        private final PointLanes pointLanes = new PointLanes(dimensions);
        /** (PrincipalComponentPruning.SIZE, POINTS). */
        final float[] reduced = new float[PrincipalComponentPruning.SIZE * POINTS];

        final float[] centeredSquaredNorms = new float[POINTS];
        private final float[] sums = new float[ROWS * POINTS];
        /**
         * (rows / ROWS, POINTS): for every six rows, a value that is at least their scores plus {@link #shifts}; minus
         * infinity once the rows have been scored.
         */
        private final float[] bounds = new float[offsets.length / ROWS * POINTS];
        /** Added to a score to compare it with a bound; reduced by the rounding error of both. */
        private final float[] shifts = new float[POINTS];
        /** The highest scores so far, and their centroids. */
        final float[] scores = new float[POINTS];

        final float[] centroids = new float[POINTS];
        float[] squaredNorms = {};

        /** Sets the points; unused lanes repeat the last one, so that they cause no extra work. */
        void set(float[] points, int first, int count) {
            for (int lane = 0; lane < POINTS; lane++) {
                pointLanes.set(lane, points, first + Math.min(lane, count - 1));
            }
            squaredNorms = pointLanes.squaredNorms();
            pruning.reduce(pointLanes, squaredNorms, reduced, centeredSquaredNorms);
        }

        void search() {
            for (int lane = 0; lane < POINTS; lane++) {
                float error = pruning.error(squaredNorms[lane] + maxSquaredNorm);
                shifts[lane] = (centeredSquaredNorms[lane] - squaredNorms[lane] - error) / 2;
            }
            Arrays.fill(scores, Float.NEGATIVE_INFINITY);
            Arrays.fill(centroids, 0);
            scoreMostLikely(computeBounds());
            for (int row = 0; row < offsets.length; row += ROWS) {
                if (mayHoldNearest(row)) {
                    scoreExactly(row);
                }
            }
        }

        /** Computes the bounds of all rows. Returns for each lane the first of the six rows with the highest bound. */
        private FloatVector[] computeBounds() {
            FloatVector best0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
            FloatVector best1 = best0;
            FloatVector likely0 = FloatVector.zero(SPECIES);
            FloatVector likely1 = likely0;
            for (int row = 0; row < offsets.length; row += ROWS) {
                PointLanes.score(reduced, PrincipalComponentPruning.SIZE, reducedRows, reducedOffsets, row, sums);
                FloatVector bound0 = FloatVector.fromArray(SPECIES, sums, 0);
                FloatVector bound1 = FloatVector.fromArray(SPECIES, sums, LANES);
                for (int i = 1; i < ROWS; i++) {
                    bound0 = bound0.max(FloatVector.fromArray(SPECIES, sums, i * POINTS));
                    bound1 = bound1.max(FloatVector.fromArray(SPECIES, sums, i * POINTS + LANES));
                }
                bound0.intoArray(bounds, row / ROWS * POINTS);
                bound1.intoArray(bounds, row / ROWS * POINTS + LANES);
                FloatVector firstRow = FloatVector.broadcast(SPECIES, row);
                likely0 = likely0.blend(firstRow, bound0.compare(VectorOperators.GT, best0));
                likely1 = likely1.blend(firstRow, bound1.compare(VectorOperators.GT, best1));
                best0 = best0.max(bound0);
                best1 = best1.max(bound1);
            }
            return new FloatVector[] {likely0, likely1};
        }

        /** Scores the rows with the highest bounds first, since their scores exclude most others. */
        private void scoreMostLikely(FloatVector[] likely) {
            float[] first = new float[POINTS];
            likely[0].intoArray(first, 0);
            likely[1].intoArray(first, LANES);
            for (float row : first) {
                int tile = (int) row / ROWS;
                if (bounds[tile * POINTS] != Float.NEGATIVE_INFINITY) {
                    scoreExactly((int) row);
                }
            }
        }

        private boolean mayHoldNearest(int row) {
            int offset = row / ROWS * POINTS;
            return !boundsBelowScores(offset, 0)
                    .and(boundsBelowScores(offset + LANES, LANES))
                    .allTrue();
        }

        /** Returns the lanes whose bound is below the best score; a NaN counts as not below. */
        private VectorMask<Float> boundsBelowScores(int offset, int firstLane) {
            FloatVector minBounds = FloatVector.fromArray(SPECIES, scores, firstLane)
                    .add(FloatVector.fromArray(SPECIES, shifts, firstLane));
            return FloatVector.fromArray(SPECIES, bounds, offset).compare(VectorOperators.LT, minBounds);
        }

        /** Scores six rows in all dimensions, at most once. */
        private void scoreExactly(int row) {
            PointLanes.score(pointLanes.values(), dimensions, rows, offsets, row, sums);
            updateNearest(row, 0);
            updateNearest(row, LANES);
            Arrays.fill(bounds, row / ROWS * POINTS, (row / ROWS + 1) * POINTS, Float.NEGATIVE_INFINITY);
        }

        private void updateNearest(int row, int firstLane) {
            FloatVector best = FloatVector.fromArray(SPECIES, scores, firstLane);
            FloatVector nearest = FloatVector.fromArray(SPECIES, centroids, firstLane);
            for (int i = 0; i < ROWS; i++) {
                FloatVector sum = FloatVector.fromArray(SPECIES, sums, i * POINTS + firstLane);
                FloatVector centroid = FloatVector.broadcast(SPECIES, centroidAt[row + i]);
                // rows are not in the order of the centroids, but ties go to the lowest centroid
                VectorMask<Float> better = sum.compare(VectorOperators.EQ, best)
                        .and(centroid.compare(VectorOperators.LT, nearest))
                        .or(sum.compare(VectorOperators.GT, best));
                best = best.blend(sum, better);
                nearest = nearest.blend(centroid, better);
            }
            best.intoArray(scores, firstLane);
            nearest.intoArray(centroids, firstLane);
        }
    }
}
