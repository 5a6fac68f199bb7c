package audiotokens.cluster;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The three nearest centroids on the Vector API: scores every centroid for every point, two vectors of points by six
 * centroids at a time, as in {@link PointLanes}. The three best scores are tracked per lane. After the first few dozen
 * centroids, improvements are rare, so most scores cost one comparison.
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

    /** The best three of two vectors of points: scores and indices, each (3, POINTS). */
    private static final class Best {
        final float[] scores = new float[COUNT * POINTS];
        final float[] indices = new float[COUNT * POINTS];
        final float[] sums = new float[ROWS * POINTS];

        void clear() {
            Arrays.fill(scores, Float.NEGATIVE_INFINITY);
            Arrays.fill(indices, 0);
        }

        /** Inserts one centroid's scores of the lanes from {@code at} that exceed the third best. */
        void take(FloatVector sum, int centroid, int at) {
            FloatVector third = FloatVector.fromArray(SPECIES, scores, 2 * POINTS + at);
            VectorMask<Float> better = sum.compare(VectorOperators.GT, third);
            if (better.anyTrue()) {
                insert(sum, centroid, at, third, better);
            }
        }

        private void insert(FloatVector sum, int centroid, int at, FloatVector third, VectorMask<Float> overThird) {
            FloatVector index = FloatVector.broadcast(SPECIES, centroid);
            FloatVector first = FloatVector.fromArray(SPECIES, scores, at);
            FloatVector second = FloatVector.fromArray(SPECIES, scores, POINTS + at);
            FloatVector firstIndex = FloatVector.fromArray(SPECIES, indices, at);
            FloatVector secondIndex = FloatVector.fromArray(SPECIES, indices, POINTS + at);
            FloatVector thirdIndex = FloatVector.fromArray(SPECIES, indices, 2 * POINTS + at);
            VectorMask<Float> overFirst = sum.compare(VectorOperators.GT, first);
            VectorMask<Float> overSecond = sum.compare(VectorOperators.GT, second);
            third.blend(sum, overThird).blend(second, overSecond).intoArray(scores, 2 * POINTS + at);
            thirdIndex.blend(index, overThird).blend(secondIndex, overSecond).intoArray(indices, 2 * POINTS + at);
            second.blend(sum, overSecond).blend(first, overFirst).intoArray(scores, POINTS + at);
            secondIndex.blend(index, overSecond).blend(firstIndex, overFirst).intoArray(indices, POINTS + at);
            first.blend(sum, overFirst).intoArray(scores, at);
            firstIndex.blend(index, overFirst).intoArray(indices, at);
        }
    }

    @Override
    public void find(float[] points, int from, int to, int[] nearest) {
        PointLanes lanes = new PointLanes(dimensions);
        Best best = new Best();
        for (int first = from; first < to; first += POINTS) {
            int count = Math.min(POINTS, to - first);
            for (int lane = 0; lane < count; lane++) {
                lanes.set(lane, points, first + lane);
            }
            best.clear();
            for (int row = 0; row < offsets.length; row += ROWS) {
                PointLanes.score(lanes.values(), dimensions, rows, offsets, row, best.sums);
                for (int i = 0; i < ROWS; i++) {
                    best.take(FloatVector.fromArray(SPECIES, best.sums, i * POINTS), row + i, 0);
                    best.take(FloatVector.fromArray(SPECIES, best.sums, i * POINTS + LANES), row + i, LANES);
                }
            }
            for (int lane = 0; lane < count; lane++) {
                for (int rank = 0; rank < COUNT; rank++) {
                    nearest[COUNT * (first + lane) + rank] = (int) best.indices[rank * POINTS + lane];
                }
            }
        }
    }
}
