package audiotokens.cluster;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loop of {@link Covariance} with the Vector API. Each tile covers four features by two SIMD vectors of features,
 * and its eight accumulator vectors stay in registers. The sums are bit-identical to those of the scalar loop.
 */
final class VectorCovariance {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorCovariance() {}

    /** Adds the same products as {@link Covariance#addProducts}, and some beyond the diagonal that are never read. */
    static void addProducts(double[] centered, int rows, int paddedFeatures, int first, double[] sums) {
        int end = first + Covariance.FEATURE_TILE;
        for (int other = 0; other < end; other += 2 * LANES) {
            addTile(centered, rows, paddedFeatures, first, other, sums);
        }
    }

    private static void addTile(double[] centered, int rows, int paddedFeatures, int first, int other, double[] sums) {
        int a = first * paddedFeatures + other;
        int b = a + paddedFeatures;
        int c = b + paddedFeatures;
        int d = c + paddedFeatures;
        DoubleVector a0 = DoubleVector.fromArray(SPECIES, sums, a);
        DoubleVector a1 = DoubleVector.fromArray(SPECIES, sums, a + LANES);
        DoubleVector b0 = DoubleVector.fromArray(SPECIES, sums, b);
        DoubleVector b1 = DoubleVector.fromArray(SPECIES, sums, b + LANES);
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, sums, c);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, sums, c + LANES);
        DoubleVector d0 = DoubleVector.fromArray(SPECIES, sums, d);
        DoubleVector d1 = DoubleVector.fromArray(SPECIES, sums, d + LANES);
        for (int row = 0; row < rows; row++) {
            int offset = row * paddedFeatures;
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, centered, offset + other);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, centered, offset + other + LANES);
            DoubleVector value = DoubleVector.broadcast(SPECIES, centered[offset + first]);
            a0 = x0.mul(value).add(a0);
            a1 = x1.mul(value).add(a1);
            value = DoubleVector.broadcast(SPECIES, centered[offset + first + 1]);
            b0 = x0.mul(value).add(b0);
            b1 = x1.mul(value).add(b1);
            value = DoubleVector.broadcast(SPECIES, centered[offset + first + 2]);
            c0 = x0.mul(value).add(c0);
            c1 = x1.mul(value).add(c1);
            value = DoubleVector.broadcast(SPECIES, centered[offset + first + 3]);
            d0 = x0.mul(value).add(d0);
            d1 = x1.mul(value).add(d1);
        }
        a0.intoArray(sums, a);
        a1.intoArray(sums, a + LANES);
        b0.intoArray(sums, b);
        b1.intoArray(sums, b + LANES);
        c0.intoArray(sums, c);
        c1.intoArray(sums, c + LANES);
        d0.intoArray(sums, d);
        d1.intoArray(sums, d + LANES);
    }
}
