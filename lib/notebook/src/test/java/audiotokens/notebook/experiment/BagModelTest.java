package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Predictions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BagModelTest {

    /** Clips with label 0 have tokens 0 to 9, clips with label 1 tokens 5 to 14; no clip has label 2. */
    private static TokenBags clips(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] features = new double[count][];
        float[][] targets = new float[count][3];
        for (int clip = 0; clip < count; clip++) {
            int label = clip % 2;
            targets[clip][label] = 1;
            long[] tokens = random.longs(50, 5L * label, 5L * label + 10).toArray();
            features[clip] = TokenBags.bag(tokens, 15);
        }
        List<String> ids =
                IntStream.range(0, count).mapToObj(clip -> "clip" + clip).toList();
        return new TokenBags(ids, features, targets);
    }

    @ParameterizedTest
    @EnumSource
    void learnsWhichTokensPredictALabel(BagModel model) {
        TokenBags validation = clips(30, 2);
        float[][] scores = model.predict(clips(60, 1), validation, 7);

        assertTrue(AveragePrecision.mean(new Predictions(validation.ids(), scores, validation.targets())) > 0.9);
        assertEquals(0, scores[0][2], "a label without training clips");
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesSamePredictions(BagModel model) {
        float[][] firstScores = model.predict(clips(40, 1), clips(10, 2), 7);
        float[][] secondScores = model.predict(clips(40, 1), clips(10, 2), 7);

        for (int clip = 0; clip < firstScores.length; clip++) {
            assertArrayEquals(firstScores[clip], secondScores[clip]);
        }
    }

    @Test
    void aBagContainsTheSquareRootsOfRelativeFrequencies() {
        assertArrayEquals(new double[] {Math.sqrt(0.75), 0.5, 0}, TokenBags.bag(new long[] {0, 1, 0, 0}, 3));
        assertArrayEquals(new double[2], TokenBags.bag(new long[0], 2));
    }
}
