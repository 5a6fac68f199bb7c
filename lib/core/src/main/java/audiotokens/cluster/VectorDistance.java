package audiotokens.cluster;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Squared distance of two vectors, summed over their differences, on the Vector API. */
final class VectorDistance {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    // separate constants, since the compiler cannot constant-fold shuffles from a list
    private static final VectorShuffle<Float> ACROSS_8 = across(8);
    private static final VectorShuffle<Float> ACROSS_4 = across(4);
    private static final VectorShuffle<Float> ACROSS_2 = across(2);
    private static final VectorShuffle<Float> ACROSS_1 = across(1);

    private VectorDistance() {}

    /** Swaps lanes {@code width} apart; unused if there are not more lanes than that. */
    private static VectorShuffle<Float> across(int width) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ width) % LANES);
    }

    /** |x - y|² of row {@code atA} of {@code a} and row {@code atB} of {@code b}. */
    static float squared(float[] a, int atA, float[] b, int atB, int dimensions) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = atA * dimensions;
        int j = atB * dimensions;
        int end = i + SPECIES.loopBound(dimensions);
        for (; i < end; i += LANES, j += LANES) {
            FloatVector difference = FloatVector.fromArray(SPECIES, a, i).sub(FloatVector.fromArray(SPECIES, b, j));
            sum = difference.fma(difference, sum);
        }
        float squared = sumOfLanes(sum);
        for (end = (atA + 1) * dimensions; i < end; i++, j++) {
            float difference = a[i] - b[j];
            squared += difference * difference;
        }
        return squared;
    }

    /**
     * The sum of the lanes in a fixed order. The Vector API's own reduction may use different orders in interpreted and
     * compiled code, which changes the last bit.
     */
    private static float sumOfLanes(FloatVector sum) {
        FloatVector all = sum;
        if (LANES > 8) {
            all = all.add(all.rearrange(ACROSS_8));
        }
        if (LANES > 4) {
            all = all.add(all.rearrange(ACROSS_4));
        }
        if (LANES > 2) {
            all = all.add(all.rearrange(ACROSS_2));
        }
        all = all.add(all.rearrange(ACROSS_1));
        return all.lane(0);
    }
}
