package audiotokens.audio;

import audiotokens.work.VectorModule;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loop of {@link Resampler}: computes many consecutive weighted sums at once. */
sealed interface TapSums {

    /** Returns the vector kernel, or the scalar one if the JVM was started without the vector module. */
    static TapSums fastest() {
        return VectorModule.isPresent() ? new VectorTapSums() : new ScalarTapSums();
    }

    /**
     * Computes {@code sums[i] = Σ weights[tap] * samples[starts[tap] + i]} for i from 0 (inclusive) to count
     * (exclusive).
     *
     * @param starts index of each tap's first sample
     */
    void compute(float[] samples, int[] starts, float[] weights, float[] sums, int count);

    /**
     * Returns the number of sums computed together. Splitting a range of sums into several calls at multiples of this
     * gives bit-identical results.
     */
    int tileSize();

    /** Scalar implementation. */
    record ScalarTapSums() implements TapSums {
        @Override
        public int tileSize() {
            return 1;
        }

        @Override
        public void compute(float[] samples, int[] starts, float[] weights, float[] sums, int count) {
            compute(samples, starts, weights, sums, 0, count);
        }

        static void compute(float[] samples, int[] starts, float[] weights, float[] sums, int from, int to) {
            for (int i = from; i < to; i++) {
                float sum = 0;
                for (int tap = 0; tap < weights.length; tap++) {
                    sum += weights[tap] * samples[starts[tap] + i];
                }
                sums[i] = sum;
            }
        }
    }

    /** Vector API implementation: keeps four vectors of sums in registers while looping over the taps. */
    record VectorTapSums() implements TapSums {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
        private static final int LANES = SPECIES.length();

        @Override
        public int tileSize() {
            return 4 * LANES;
        }

        @Override
        public void compute(float[] samples, int[] starts, float[] weights, float[] sums, int count) {
            int i = 0;
            for (; i + 4 * LANES <= count; i += 4 * LANES) {
                computeTile(samples, starts, weights, sums, i);
            }
            ScalarTapSums.compute(samples, starts, weights, sums, i, count);
        }

        private static void computeTile(float[] samples, int[] starts, float[] weights, float[] sums, int i) {
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            for (int tap = 0; tap < weights.length; tap++) {
                int offset = starts[tap] + i;
                FloatVector weight = FloatVector.broadcast(SPECIES, weights[tap]);
                sum0 = FloatVector.fromArray(SPECIES, samples, offset).fma(weight, sum0);
                sum1 = FloatVector.fromArray(SPECIES, samples, offset + LANES).fma(weight, sum1);
                sum2 = FloatVector.fromArray(SPECIES, samples, offset + 2 * LANES)
                        .fma(weight, sum2);
                sum3 = FloatVector.fromArray(SPECIES, samples, offset + 3 * LANES)
                        .fma(weight, sum3);
            }
            sum0.intoArray(sums, i);
            sum1.intoArray(sums, i + LANES);
            sum2.intoArray(sums, i + 2 * LANES);
            sum3.intoArray(sums, i + 3 * LANES);
        }
    }
}
