package audiotokens.cluster;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scores of points against a group of {@link #SIZE} centroids on the Vector API: x·c - |c|²/2, where the squared distance
 * is |x|² minus twice the score.
 *
 * <p>One lane per centroid, four points by three SIMD vectors of centroids at a time: the twelve sums stay in registers.
 * The points are read where they are, so any four of them can be scored together. Each sum is accumulated in the order
 * of the dimensions with fused multiply-add, as in {@link PointLanes}.
 */
final class GroupScores {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Number of centroids in a group. */
    static final int SIZE = 3 * LANES;

    private GroupScores() {}

    /**
     * Scores points against a group.
     *
     * @param points (n, dimensions)
     * @param indices the points to score; overwritten from {@code count} to the next multiple of four
     * @param count number of indices
     * @param columns the group's centroids, (dimensions, SIZE) from index {@code start * dimensions}
     * @param offsets -|c|²/2 of the group's centroids from index {@code start}; minus infinity for padding
     * @param scores output, (count, SIZE); its length is a multiple of {@code 4 * SIZE}
     */
    static void compute(
            float[] points,
            int dimensions,
            int[] indices,
            int count,
            float[] columns,
            float[] offsets,
            int start,
            float[] scores) {
        for (int i = count; i % 4 != 0; i++) {
            indices[i] = indices[count - 1];
        }
        for (int i = 0; i < count; i += 4) {
            computeFour(points, dimensions, indices, i, columns, offsets, start, scores);
        }
    }

    private static void computeFour(
            float[] points,
            int dimensions,
            int[] indices,
            int first,
            float[] columns,
            float[] offsets,
            int start,
            float[] scores) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, offsets, start);
        FloatVector a1 = FloatVector.fromArray(SPECIES, offsets, start + LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, offsets, start + 2 * LANES);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector c0 = a0;
        FloatVector c1 = a1;
        FloatVector c2 = a2;
        FloatVector d0 = a0;
        FloatVector d1 = a1;
        FloatVector d2 = a2;
        int a = indices[first] * dimensions;
        int b = indices[first + 1] * dimensions;
        int c = indices[first + 2] * dimensions;
        int d = indices[first + 3] * dimensions;
        int column = start * dimensions;
        for (int i = 0; i < dimensions; i++, column += SIZE) {
            FloatVector column0 = FloatVector.fromArray(SPECIES, columns, column);
            FloatVector column1 = FloatVector.fromArray(SPECIES, columns, column + LANES);
            FloatVector column2 = FloatVector.fromArray(SPECIES, columns, column + 2 * LANES);
            FloatVector value = FloatVector.broadcast(SPECIES, points[a + i]);
            a0 = value.fma(column0, a0);
            a1 = value.fma(column1, a1);
            a2 = value.fma(column2, a2);
            value = FloatVector.broadcast(SPECIES, points[b + i]);
            b0 = value.fma(column0, b0);
            b1 = value.fma(column1, b1);
            b2 = value.fma(column2, b2);
            value = FloatVector.broadcast(SPECIES, points[c + i]);
            c0 = value.fma(column0, c0);
            c1 = value.fma(column1, c1);
            c2 = value.fma(column2, c2);
            value = FloatVector.broadcast(SPECIES, points[d + i]);
            d0 = value.fma(column0, d0);
            d1 = value.fma(column1, d1);
            d2 = value.fma(column2, d2);
        }
        int output = first * SIZE;
        a0.intoArray(scores, output);
        a1.intoArray(scores, output + LANES);
        a2.intoArray(scores, output + 2 * LANES);
        b0.intoArray(scores, output + SIZE);
        b1.intoArray(scores, output + SIZE + LANES);
        b2.intoArray(scores, output + SIZE + 2 * LANES);
        c0.intoArray(scores, output + 2 * SIZE);
        c1.intoArray(scores, output + 2 * SIZE + LANES);
        c2.intoArray(scores, output + 2 * SIZE + 2 * LANES);
        d0.intoArray(scores, output + 3 * SIZE);
        d1.intoArray(scores, output + 3 * SIZE + LANES);
        d2.intoArray(scores, output + 3 * SIZE + 2 * LANES);
    }

    /**
     * Returns the minimum squared distance of a point to the group's centroids, at least 0.
     *
     * @param scores the point's scores, (SIZE,) from index {@code start}
     * @param squaredNorm |x|²
     */
    static float minSquared(float[] scores, int start, float squaredNorm) {
        IntVector bits0 = squaredBits(scores, start, squaredNorm);
        IntVector bits1 = squaredBits(scores, start + LANES, squaredNorm);
        IntVector bits2 = squaredBits(scores, start + 2 * LANES, squaredNorm);
        return Float.intBitsToFloat(bits0.min(bits1).min(bits2).reduceLanes(VectorOperators.MIN));
    }

    /** Returns the bits of squared distances, which have the same order as the distances; 0 for negative ones. */
    private static IntVector squaredBits(float[] scores, int start, float squaredNorm) {
        return FloatVector.fromArray(SPECIES, scores, start)
                .fma(FloatVector.broadcast(SPECIES, -2), FloatVector.broadcast(SPECIES, squaredNorm))
                .reinterpretAsInts()
                .max(0);
    }

    /** Returns {@link #minSquared} without the centroid at position {@code excluded} in the group. */
    static float minSquaredWithout(float[] scores, int start, float squaredNorm, int excluded) {
        float score = scores[start + excluded];
        scores[start + excluded] = Float.NEGATIVE_INFINITY;
        float min = minSquared(scores, start, squaredNorm);
        scores[start + excluded] = score;
        return min;
    }

    /** Returns the position in the group with the highest score; the first if there are several. */
    static int best(float[] scores, int start) {
        int best = 0;
        for (int i = 1; i < SIZE; i++) {
            best = scores[start + i] > scores[start + best] ? i : best;
        }
        return best;
    }
}
