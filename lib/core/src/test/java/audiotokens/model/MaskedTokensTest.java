package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.model.MaskedTokens.Masking;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTokensTest {
    private static final Masking BERT_MASKING = Masking.bert(50);

    private static long[] tokens(int length, long seed) {
        return new SplittableRandom(seed).longs(length, 0, 50).toArray();
    }

    @Test
    void fifteenPercentOfTokensAreSelectedAndEightyPercentOfThoseMasked() {
        long[] tokens = tokens(100_000, 1);
        MaskedTokens masked = BERT_MASKING.apply(tokens, new SplittableRandom(2));
        int nPositions = masked.positions().length;
        double maskedFraction = Arrays.stream(masked.positions())
                        .filter(position -> masked.inputs()[position] == BERT_MASKING.maskToken())
                        .count()
                / (double) nPositions;
        double unchangedFraction = Arrays.stream(masked.positions())
                        .filter(position -> masked.inputs()[position] == tokens[position])
                        .count()
                / (double) nPositions;

        assertEquals(15_000, nPositions);
        assertEquals(0.8, maskedFraction, 0.01);
        assertEquals(
                0.1 + 0.1 / 50,
                unchangedFraction,
                0.01,
                "10% are left unchanged, and one in fifty random tokens equals the token it replaces");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void onlyTheSelectedTokensAreChanged(int length) {
        for (int seed = 0; seed < 20; seed++) {
            long[] tokens = tokens(length, seed);
            MaskedTokens masked = BERT_MASKING.apply(tokens, new SplittableRandom(seed));
            long[] restored = masked.inputs().clone();
            IntStream.range(0, masked.positions().length)
                    .forEach(i -> restored[masked.positions()[i]] = masked.targets()[i]);

            assertArrayEquals(tokens, restored);
            assertEquals(Math.max(1, Math.round(0.15 * length)), masked.positions().length);
            assertEquals(
                    masked.positions().length,
                    Arrays.stream(masked.positions()).distinct().count());
        }
    }

    @Test
    void spansOfFiveTokensAreMasked() {
        MaskedTokens masked = new Masking(50, 0.2, 5).apply(tokens(10_000, 3), new SplittableRandom(4));
        long nSpans = IntStream.range(0, masked.positions().length)
                .filter(i -> i == 0 || masked.positions()[i] != masked.positions()[i - 1] + 1)
                .count();

        assertEquals(2000, masked.positions().length);
        assertTrue(nSpans < 450, nSpans + " spans of 5 tokens, some adjacent");
    }

    @Test
    void aClipWithoutTokensIsAcceptedAndAMaskedFractionOfZeroIsRejected() {
        assertEquals(0, BERT_MASKING.apply(new long[0], new SplittableRandom(1)).positions().length);
        assertThrows(IllegalArgumentException.class, () -> new Masking(50, 0, 1));
    }
}
