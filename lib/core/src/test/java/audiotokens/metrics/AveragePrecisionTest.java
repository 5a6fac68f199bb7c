package audiotokens.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AveragePrecisionTest {
    private static final Golden GOLDEN = Golden.read("average_precision.npz");

    @Test
    void averagePrecisionPerLabelAndItsMeanAgreeWithScikitLearn() {
        Predictions predictions = goldenPredictions();
        double[] expected = GOLDEN.get("ap").values();
        double[] actual = AveragePrecision.perLabel(predictions);
        for (int label = 0; label < expected.length; label++) {
            if (label == 3) {
                assertTrue(Double.isNaN(actual[label]), "label 3 has no positives");
            } else {
                assertEquals(expected[label], actual[label], 1e-12);
            }
        }
        assertEquals(GOLDEN.get("map").values()[0], AveragePrecision.mean(predictions), 1e-12);
    }

    @Test
    void clipsWithEqualScoresShareAThreshold() {
        float[] scores = {0.5f, 0.5f, 0.5f, 0.5f};
        boolean[] positive = {true, false, false, false};
        assertEquals(0.25, AveragePrecision.of(scores, positive).getAsDouble());
    }

    @Test
    void negativeScoresAreRankedCorrectly() {
        float[] scores = {-1, -2, 3, -0f, 0f};
        boolean[] positive = {true, false, true, false, false};
        assertEquals((1 + 2 / 4.0) / 2, AveragePrecision.of(scores, positive).getAsDouble());
    }

    @Test
    void averagePrecisionWithoutPositivesIsUndefined() {
        assertTrue(AveragePrecision.of(new float[] {1, 2}, new boolean[2]).isEmpty());
    }

    static Predictions goldenPredictions() {
        return new Predictions(
                Collections.nCopies(200, "clip"), rows(GOLDEN.get("scores")), rows(GOLDEN.get("labels")));
    }

    private static float[][] rows(Golden.Array array) {
        int columns = array.shape()[1];
        return IntStream.range(0, array.shape()[0])
                .mapToObj(row -> Arrays.copyOfRange(array.floats(), row * columns, (row + 1) * columns))
                .toArray(float[][]::new);
    }
}
