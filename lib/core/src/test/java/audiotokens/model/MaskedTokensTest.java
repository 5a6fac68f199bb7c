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
    private static final Masking BERT = Masking.ofBert(50);

    private static long[] tokens(int length, long seed) {
        return new SplittableRandom(seed).longs(length, 0, 50).toArray();
    }

    @Test
    void selectsFifteenPercentAndMasksEightOfTen() {
        long[] tokens = tokens(100_000, 1);
        MaskedTokens masked = BERT.apply(tokens, new SplittableRandom(2));
        int places = masked.places().length;
        double mask = Arrays.stream(masked.places())
                        .filter(place -> masked.shown()[place] == BERT.maskToken())
                        .count()
                / (double) places;
        double kept = Arrays.stream(masked.places())
                        .filter(place -> masked.shown()[place] == tokens[place])
                        .count()
                / (double) places;

        assertEquals(15_000, places);
        assertEquals(0.8, mask, 0.01);
        assertEquals(0.1 + 0.1 / 50, kept, 0.01, "10 % stay, and one in fifty random tokens is equal");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void changesOnlyTheSelectedTokens(int length) {
        for (int seed = 0; seed < 20; seed++) {
            long[] tokens = tokens(length, seed);
            MaskedTokens masked = BERT.apply(tokens, new SplittableRandom(seed));
            long[] restored = masked.shown().clone();
            IntStream.range(0, masked.places().length).forEach(i -> restored[masked.places()[i]] = masked.hidden()[i]);

            assertArrayEquals(tokens, restored);
            assertEquals(Math.max(1, Math.round(0.15 * length)), masked.places().length);
            assertEquals(
                    masked.places().length,
                    Arrays.stream(masked.places()).distinct().count());
        }
    }

    @Test
    void masksSpansOfTokens() {
        MaskedTokens masked = new Masking(50, 0.2, 5).apply(tokens(10_000, 3), new SplittableRandom(4));
        long runs = IntStream.range(0, masked.places().length)
                .filter(i -> i == 0 || masked.places()[i] != masked.places()[i - 1] + 1)
                .count();

        assertEquals(2000, masked.places().length);
        assertTrue(runs < 450, runs + " spans of 5 tokens, some adjacent");
    }

    @Test
    void acceptsAClipWithoutTokens() {
        assertEquals(0, BERT.apply(new long[0], new SplittableRandom(1)).places().length);
        assertThrows(IllegalArgumentException.class, () -> new Masking(50, 0, 1));
    }
}
