package audiotokens.bag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.family.SoftTokens;
import org.junit.jupiter.api.Test;

class BagOfTokensTest {
    /** Five vectors with three tokens each; the fourth and the second vector are the loudest. */
    private static final SoftTokens STREAM = new SoftTokens(
            6, new int[] {0, 1, 2, 3, 4, 5, 0, 1, 2, 5, 4, 3, 0, 1, 2}, new float[5], new float[5], new float[] {
                -50, -10, -40, -5, -60
            });

    @Test
    void tokensAreWeightedByRankAndFrequenciesSumToOne() {
        float[] bag = BagOfTokens.of(STREAM);

        double total = 5 * 11 / 6.0;
        assertArrayEquals(
                new float[] {
                    (float) (3 / total),
                    (float) (1.5 / total),
                    (float) (1 / total),
                    (float) ((1 + 1 / 3.0) / total),
                    (float) (1 / total),
                    (float) ((1 + 1 / 3.0) / total)
                },
                bag,
                1e-6f);
        float sum = 0;
        for (float frequency : bag) {
            sum += frequency;
        }
        assertEquals(1, sum, 1e-6);
    }

    @Test
    void theLoudest25PercentOfFiveVectorsAreTwoVectors() {
        float[] bag = BagOfTokens.ofLoudest(STREAM);

        assertArrayEquals(new float[] {0, 0, 0, 4 / 11f, 3 / 11f, 4 / 11f}, bag, 1e-6f);
    }

    @Test
    void aClipWithoutTokensHasFrequenciesOfZero() {
        SoftTokens empty = new SoftTokens(3, new int[0], new float[0], new float[0], new float[0]);

        assertArrayEquals(new float[3], BagOfTokens.of(empty));
        assertArrayEquals(new float[3], BagOfTokens.ofLoudest(empty));
    }
}
