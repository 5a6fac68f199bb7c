package audiotokens.cluster;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A block of points, one per lane of two SIMD vectors, with their nearest centroids so far: a matrix product fused with
 * its row maximum, on the Vector API. Not thread-safe.
 *
 * <p>Scores six centroids at a time: their twelve sums stay in registers, and each loaded value is used six or two
 * times. The product is never stored. Each point has a fixed lane, so the highest score x·c - |c|²/2 and its centroid are
 * tracked per lane, without reductions across lanes. Each sum is accumulated in the order of the
 * dimensions, so results do not depend on the SIMD width.
 */
final class PointLanes {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** Number of points. */
    static final int COUNT = 2 * LANES;

    /** Number of centroids scored at a time; every scan covers a multiple of this number. */
    static final int ROWS = 6;

    private final int dimensions;
    /** (dimensions, COUNT). */
    private final float[] values;

    private final float[] bestScores = new float[COUNT];
    private final float[] bestRows = new float[COUNT];
    /** (ROWS, COUNT). */
    private final float[] sums = new float[ROWS * COUNT];

    private final float[] squaredNorms = new float[COUNT];

    PointLanes(int dimensions) {
        this.dimensions = dimensions;
        this.values = new float[dimensions * COUNT];
    }

    /** Sets the point of a lane from (n, dimensions). */
    void set(int lane, float[] points, int point) {
        int from = point * dimensions;
        for (int d = 0; d < dimensions; d++) {
            values[d * COUNT + lane] = points[from + d];
        }
    }

    /** Returns the points, (dimensions, COUNT). */
    float[] values() {
        return values;
    }

    /** Computes |x|² of the points: (COUNT,), valid until the next call. */
    float[] squaredNorms() {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        for (int i = 0; i < dimensions; i++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, values, i * COUNT);
            FloatVector x1 = FloatVector.fromArray(SPECIES, values, i * COUNT + LANES);
            sum0 = x0.mul(x0).add(sum0);
            sum1 = x1.mul(x1).add(sum1);
        }
        sum0.intoArray(squaredNorms, 0);
        sum1.intoArray(squaredNorms, LANES);
        return squaredNorms;
    }

    /** Resets the scores. */
    void clear() {
        Arrays.fill(bestScores, Float.NEGATIVE_INFINITY);
        Arrays.fill(bestRows, 0);
    }

    /**
     * Scores centroids for every lane.
     *
     * @param rows the centroids, (k, dimensions)
     * @param offsets -|c|²/2 of each row c; minus infinity for padding rows
     * @param from first row
     * @param to end of the rows, exclusive; {@code to - from} is a multiple of {@link #ROWS}
     */
    void scan(float[] rows, float[] offsets, int from, int to) {
        FloatVector best0 = FloatVector.fromArray(SPECIES, bestScores, 0);
        FloatVector best1 = FloatVector.fromArray(SPECIES, bestScores, LANES);
        FloatVector row0 = FloatVector.fromArray(SPECIES, bestRows, 0);
        FloatVector row1 = FloatVector.fromArray(SPECIES, bestRows, LANES);
        for (int firstRow = from; firstRow < to; firstRow += ROWS) {
            score(values, dimensions, rows, offsets, firstRow, sums);
            for (int i = 0; i < ROWS; i++) {
                FloatVector candidate = FloatVector.broadcast(SPECIES, firstRow + i);
                FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, i * COUNT);
                FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, i * COUNT + LANES);
                VectorMask<Float> greater0 = sum0.compare(VectorOperators.GT, best0);
                VectorMask<Float> greater1 = sum1.compare(VectorOperators.GT, best1);
                best0 = best0.blend(sum0, greater0);
                best1 = best1.blend(sum1, greater1);
                row0 = row0.blend(candidate, greater0);
                row1 = row1.blend(candidate, greater1);
            }
        }
        best0.intoArray(bestScores, 0);
        best1.intoArray(bestScores, LANES);
        row0.intoArray(bestRows, 0);
        row1.intoArray(bestRows, LANES);
    }

    /** Scores six rows for every lane, with output from index 0. */
    static void score(float[] points, int dimensions, float[] rows, float[] offsets, int row, float[] sums) {
        score(points, dimensions, rows, offsets, row, sums, 0);
    }

    /**
     * Scores six rows for every lane. All searches on the Vector API share this kernel, except that of
     * {@link YinyangAssignment}.
     *
     * @param points (dimensions, COUNT)
     * @param rows (k, dimensions)
     * @param offsets initial value of each row's sum
     * @param row first of the six rows
     * @param sums output: (ROWS, COUNT) from index {@code start}
     */
    static void score(float[] points, int dimensions, float[] rows, float[] offsets, int row, float[] sums, int start) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, offsets[row]);
        FloatVector b0 = FloatVector.broadcast(SPECIES, offsets[row + 1]);
        FloatVector c0 = FloatVector.broadcast(SPECIES, offsets[row + 2]);
        FloatVector d0 = FloatVector.broadcast(SPECIES, offsets[row + 3]);
        FloatVector e0 = FloatVector.broadcast(SPECIES, offsets[row + 4]);
        FloatVector f0 = FloatVector.broadcast(SPECIES, offsets[row + 5]);
        FloatVector a1 = a0;
        FloatVector b1 = b0;
        FloatVector c1 = c0;
        FloatVector d1 = d0;
        FloatVector e1 = e0;
        FloatVector f1 = f0;
        int a = row * dimensions;
        int b = a + dimensions;
        int c = b + dimensions;
        int d = c + dimensions;
        int e = d + dimensions;
        int f = e + dimensions;
        for (int i = 0; i < dimensions; i++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, points, i * COUNT);
            FloatVector x1 = FloatVector.fromArray(SPECIES, points, i * COUNT + LANES);
            FloatVector value = FloatVector.broadcast(SPECIES, rows[a + i]);
            a0 = x0.fma(value, a0);
            a1 = x1.fma(value, a1);
            value = FloatVector.broadcast(SPECIES, rows[b + i]);
            b0 = x0.fma(value, b0);
            b1 = x1.fma(value, b1);
            value = FloatVector.broadcast(SPECIES, rows[c + i]);
            c0 = x0.fma(value, c0);
            c1 = x1.fma(value, c1);
            value = FloatVector.broadcast(SPECIES, rows[d + i]);
            d0 = x0.fma(value, d0);
            d1 = x1.fma(value, d1);
            value = FloatVector.broadcast(SPECIES, rows[e + i]);
            e0 = x0.fma(value, e0);
            e1 = x1.fma(value, e1);
            value = FloatVector.broadcast(SPECIES, rows[f + i]);
            f0 = x0.fma(value, f0);
            f1 = x1.fma(value, f1);
        }
        a0.intoArray(sums, start);
        a1.intoArray(sums, start + LANES);
        b0.intoArray(sums, start + COUNT);
        b1.intoArray(sums, start + COUNT + LANES);
        c0.intoArray(sums, start + 2 * COUNT);
        c1.intoArray(sums, start + 2 * COUNT + LANES);
        d0.intoArray(sums, start + 3 * COUNT);
        d1.intoArray(sums, start + 3 * COUNT + LANES);
        e0.intoArray(sums, start + 4 * COUNT);
        e1.intoArray(sums, start + 4 * COUNT + LANES);
        f0.intoArray(sums, start + 5 * COUNT);
        f1.intoArray(sums, start + 5 * COUNT + LANES);
    }

    /** Returns the highest score of a lane's point since the last reset. */
    float bestScore(int lane) {
        return bestScores[lane];
    }

    /** Returns the row with the highest score; in case of a tie, the first such row. */
    int bestRow(int lane) {
        return (int) bestRows[lane];
    }
}
