package audiotokens.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StepTokensTest {
    /** Three vectors, centered at 0.1, 0.2 and 0.9 of the clip's duration. */
    private static final SoftTokens STREAM = new SoftTokens(
            9, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, new float[3], new float[] {0.1f, 0.2f, 0.9f}, new float[3]);

    @Test
    void aStepHasTheTokensOfItsOwnVectorsOrElseOfTheNearestVector() {
        StepTokens steps = StepTokens.of(STREAM, 4);

        assertEquals(4, steps.steps());
        // the second step is centered at 0.375, the third at 0.625
        assertArrayEquals(new int[] {0, 6, 9, 12, 15}, steps.offsets());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7, 8, 6, 7, 8}, steps.tokens());
    }

    @Test
    void theThreeNearestTokensWeighOneAHalfAndAThirdAndAreNormalizedPerStep() {
        StepTokens steps = StepTokens.of(STREAM, 4);

        assertArrayEquals(
                new float[] {6 / 22f, 3 / 22f, 2 / 22f, 6 / 22f, 3 / 22f, 2 / 22f},
                Arrays.copyOf(steps.weights(), 6),
                1e-6f);
        for (int step = 0; step < 4; step++) {
            float sum = 0;
            for (int i = steps.offsets()[step]; i < steps.offsets()[step + 1]; i++) {
                sum += steps.weights()[i];
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    @Test
    void aStreamWithoutVectorsGivesEmptySteps() {
        SoftTokens empty = new SoftTokens(9, new int[0], new float[0], new float[0], new float[0]);

        assertArrayEquals(new int[] {0, 0, 0}, StepTokens.of(empty, 2).offsets());
    }
}
