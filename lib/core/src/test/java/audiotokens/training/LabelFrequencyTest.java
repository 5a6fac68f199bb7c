package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import audiotokens.model.LabeledClips;
import audiotokens.token.ClipTokens;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class LabelFrequencyTest {
    /** Labels of seven clips: 4 cats, 2 dogs and 1 rain. */
    private static final LabelFrequency FREQUENCY = new LabelFrequency(LabeledClips.of(
            Collections.nCopies(7, ClipTokens.of(new long[] {0})),
            List.of("cat", "cat", "dog", "cat", "rain", "cat", "dog")));

    @Test
    void sigmoidOfTheLogOddsIsTheSmoothedFrequency() {
        assertArrayEquals(
                new double[] {4.5 / 8, 2.5 / 8, 1.5 / 8},
                probabilities(FREQUENCY.logOdds(), odds -> 1 / (1 + Math.exp(-odds)), false),
                1e-6);
    }

    @Test
    void softmaxOfTheLogFrequenciesIsTheNormalizedSmoothedFrequency() {
        assertArrayEquals(
                new double[] {4.5 / 8.5, 2.5 / 8.5, 1.5 / 8.5},
                probabilities(FREQUENCY.logFrequencies(), Math::exp, true),
                1e-6);
    }

    private static double[] probabilities(float[] biases, DoubleUnaryOperator function, boolean normalized) {
        double[] values = new double[biases.length];
        double sum = 0;
        for (int label = 0; label < values.length; label++) {
            values[label] = function.applyAsDouble(biases[label]);
            sum += values[label];
        }
        for (int label = 0; label < values.length && normalized; label++) {
            values[label] /= sum;
        }
        return values;
    }
}
