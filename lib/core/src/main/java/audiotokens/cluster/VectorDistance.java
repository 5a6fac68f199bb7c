package audiotokens.cluster;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The squared distance of two points, as the sum of their squared differences, on the Vector API. */
final class VectorDistance {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    // separate constants, since the compiler cannot constant-fold shuffles from a list
    private static final VectorShuffle<Float> SWAP_8 = swapLanes(8);
    private static final VectorShuffle<Float> SWAP_4 = swapLanes(4);
    private static final VectorShuffle<Float> SWAP_2 = swapLanes(2);
    private static final VectorShuffle<Float> SWAP_1 = swapLanes(1);

    private VectorDistance() {}

    /** Creates a shuffle that swaps lanes {@code width} apart; unused if there are no more than {@code width} lanes. */
    private static VectorShuffle<Float> swapLanes(int width) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ width) % LANES);
    }

    /** Computes |x - y|² of row {@code rowOfA} of {@code a} and row {@code rowOfB} of {@code b}. */
    static float squared(float[] a, int rowOfA, float[] b, int rowOfB, int dimensions) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = rowOfA * dimensions;
        int j = rowOfB * dimensions;
        int end = i + SPECIES.loopBound(dimensions);
        for (; i < end; i += LANES, j += LANES) {
            FloatVector difference = FloatVector.fromArray(SPECIES, a, i).sub(FloatVector.fromArray(SPECIES, b, j));
            sum = difference.fma(difference, sum);
        }
        float squared = sumOfLanes(sum);
        for (end = (rowOfA + 1) * dimensions; i < end; i++, j++) {
            float difference = a[i] - b[j];
            squared += difference * difference;
        }
        return squared;
    }

    /**
     * Returns the sum of the lanes in a fixed order. The Vector API's own reduction may use different orders in
     * interpreted and compiled code, which changes the last bit.
     */
    private static float sumOfLanes(FloatVector sum) {
        FloatVector partialSums = sum;
        if (LANES > 8) {
            partialSums = partialSums.add(partialSums.rearrange(SWAP_8));
        }
        if (LANES > 4) {
            partialSums = partialSums.add(partialSums.rearrange(SWAP_4));
        }
        if (LANES > 2) {
            partialSums = partialSums.add(partialSums.rearrange(SWAP_2));
        }
        partialSums = partialSums.add(partialSums.rearrange(SWAP_1));
        return partialSums.lane(0);
    }
}
