package audiotokens.cluster;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Projects rows onto components with the Vector API: four rows by two SIMD vectors of {@link #LANES} components at
 * a time. The scalar version takes thirty times as long and would dominate the run time of a stage that whitens patches.
 */
final class VectorProjection {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 4;
    private static final int VECTORS = 2;

    private final int features;
    private final int nComponents;
    /** (vectors / VECTORS, features, VECTORS, LANES), so that the inner loop reads it sequentially. */
    private final float[] packed;

    /** @param components (nComponents, features) */
    VectorProjection(float[] components, int features) {
        this.features = features;
        nComponents = components.length / features;
        int width = VECTORS * LANES;
        packed = new float[Math.ceilDiv(nComponents, width) * width * features];
        for (int component = 0; component < nComponents; component++) {
            int offset = component / width * features * width + component % width;
            for (int i = 0; i < features; i++) {
                packed[offset + i * width] = components[component * features + i];
            }
        }
    }

    /**
     * Projects rows.
     *
     * @param rows (n, features)
     * @param count number of rows to project, from the first
     * @param projected output, (count, nComponents) from index {@code start}
     */
    void project(float[] rows, int count, float[] projected, int start) {
        float[] sums = new float[ROWS * VECTORS * LANES];
        for (int row = 0; row < count; row += ROWS) {
            for (int first = 0; first < nComponents; first += VECTORS * LANES) {
                addProducts(rows, row, count, features, packed, first * features, sums);
                int width = Math.min(VECTORS * LANES, nComponents - first);
                for (int r = 0; r < Math.min(ROWS, count - row); r++) {
                    int output = start + (row + r) * nComponents + first;
                    System.arraycopy(sums, r * VECTORS * LANES, projected, output, width);
                }
            }
        }
    }

    /**
     * Computes the products of four rows with two SIMD vectors of components.
     *
     * @param weights the components, (features, VECTORS, LANES) from index {@code start}
     * @param sums output, (ROWS, VECTORS, LANES)
     */
    private static void addProducts(
            float[] rows, int row, int count, int features, float[] weights, int start, float[] sums) {
        // if count is not a multiple of four, the last row is computed repeatedly and stored once
        int a = row * features;
        int b = Math.min(row + 1, count - 1) * features;
        int c = Math.min(row + 2, count - 1) * features;
        int d = Math.min(row + 3, count - 1) * features;
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector a1 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector d0 = a0;
        FloatVector d1 = a0;
        for (int i = 0, offset = start; i < features; i++, offset += VECTORS * LANES) {
            FloatVector weights0 = FloatVector.fromArray(SPECIES, weights, offset);
            FloatVector weights1 = FloatVector.fromArray(SPECIES, weights, offset + LANES);
            FloatVector value = FloatVector.broadcast(SPECIES, rows[a + i]);
            a0 = weights0.fma(value, a0);
            a1 = weights1.fma(value, a1);
            value = FloatVector.broadcast(SPECIES, rows[b + i]);
            b0 = weights0.fma(value, b0);
            b1 = weights1.fma(value, b1);
            value = FloatVector.broadcast(SPECIES, rows[c + i]);
            c0 = weights0.fma(value, c0);
            c1 = weights1.fma(value, c1);
            value = FloatVector.broadcast(SPECIES, rows[d + i]);
            d0 = weights0.fma(value, d0);
            d1 = weights1.fma(value, d1);
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        b0.intoArray(sums, 2 * LANES);
        b1.intoArray(sums, 3 * LANES);
        c0.intoArray(sums, 4 * LANES);
        c1.intoArray(sums, 5 * LANES);
        d0.intoArray(sums, 6 * LANES);
        d1.intoArray(sums, 7 * LANES);
    }
}
