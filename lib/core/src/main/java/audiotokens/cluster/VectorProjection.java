package audiotokens.cluster;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Projects rows onto components with the Vector API: four rows by one SIMD vector of {@link #LANES} components at a
 * time. The scalar version takes thirty times as long and would dominate the run time of a stage that whitens patches.
 */
final class VectorProjection {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 4;

    private VectorProjection() {}

    /**
     * Projects rows.
     *
     * @param rows (count, features)
     * @param components (nComponents, features)
     * @return (count, nComponents)
     */
    static float[] project(float[] rows, int count, int features, float[] components, int nComponents) {
        int nVectors = (nComponents + LANES - 1) / LANES;
        // (nVectors, features, LANES), so that the inner loop reads it sequentially
        float[] packed = new float[nVectors * features * LANES];
        for (int component = 0; component < nComponents; component++) {
            int offset = component / LANES * features * LANES + component % LANES;
            for (int i = 0; i < features; i++) {
                packed[offset + i * LANES] = components[component * features + i];
            }
        }
        float[] projected = new float[count * nComponents];
        float[] sums = new float[ROWS * LANES];
        for (int row = 0; row < count; row += ROWS) {
            // if count is not a multiple of four, the last row is computed repeatedly and stored once
            int row1 = Math.min(row + 1, count - 1);
            int row2 = Math.min(row + 2, count - 1);
            int row3 = Math.min(row + 3, count - 1);
            for (int vector = 0; vector < nVectors; vector++) {
                FloatVector sum0 = FloatVector.zero(SPECIES);
                FloatVector sum1 = sum0;
                FloatVector sum2 = sum0;
                FloatVector sum3 = sum0;
                int offset = vector * features * LANES;
                for (int i = 0; i < features; i++, offset += LANES) {
                    FloatVector weights = FloatVector.fromArray(SPECIES, packed, offset);
                    sum0 = weights.fma(FloatVector.broadcast(SPECIES, rows[row * features + i]), sum0);
                    sum1 = weights.fma(FloatVector.broadcast(SPECIES, rows[row1 * features + i]), sum1);
                    sum2 = weights.fma(FloatVector.broadcast(SPECIES, rows[row2 * features + i]), sum2);
                    sum3 = weights.fma(FloatVector.broadcast(SPECIES, rows[row3 * features + i]), sum3);
                }
                sum0.intoArray(sums, 0);
                sum1.intoArray(sums, LANES);
                sum2.intoArray(sums, 2 * LANES);
                sum3.intoArray(sums, 3 * LANES);
                int width = Math.min(LANES, nComponents - vector * LANES);
                for (int r = 0; r < Math.min(ROWS, count - row); r++) {
                    System.arraycopy(sums, r * LANES, projected, (row + r) * nComponents + vector * LANES, width);
                }
            }
        }
        return projected;
    }
}
