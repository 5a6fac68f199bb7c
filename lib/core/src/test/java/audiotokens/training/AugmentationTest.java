package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.model.ClipInput;
import audiotokens.token.TokenStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final List<TokenStream> STREAMS = List.of(new TokenStream("tokens", 5, 0.01));
    private static final long[] TOKENS = new long[1000];
    private static final ClipInput.Frames FRAMES = frames(50, 10);

    static {
        Arrays.setAll(TOKENS, i -> i % 5);
    }

    @Test
    void tokensAreUnchangedWithoutOptions() {
        assertArrayEquals(TOKENS, augmented().ids());
    }

    @Test
    void aCropIsAContiguousSegmentOfTheClip() {
        long[] cropped = augmented("trainCrop=0.5").ids();
        assertEquals(500, cropped.length);
        for (int i = 1; i < cropped.length; i++) {
            assertEquals((cropped[i - 1] + 1) % 5, cropped[i]);
        }
    }

    @Test
    void theGivenFractionOfTokensIsReplacedByNeighbors() {
        // the centroids 0, 1, 2.1, 3.3 and 4.6 on a line
        NearestTokens nearest = NearestTokens.of(new TokenVectors(5, 1, new float[] {0, 1, 2.1f, 3.3f, 4.6f}));
        assertArrayEquals(new long[] {1, 2, 3}, nearest.neighbors()[0]);
        assertArrayEquals(new long[] {1, 3, 0}, nearest.neighbors()[2]);
        assertArrayEquals(
                new long[] {1, 3, 0}, // 1 and 3 are at the same distance from 2
                NearestTokens.of(new TokenVectors(5, 1, new float[] {0, 1, 2, 3, 4}))
                        .neighbors()[2]);

        Augmentation augmentation =
                new Augmentation(TrainingOptions.of("tokenSubstitution=0.3"), STREAMS, List.of(nearest));
        long[] changed =
                ((ClipInput.Tokens) augmentation.apply(new ClipInput.Tokens(TOKENS), new SplittableRandom(1))).ids();
        int nSubstituted = 0;
        for (int i = 0; i < TOKENS.length; i++) {
            long token = changed[i];
            assertTrue(token == TOKENS[i]
                    || Arrays.stream(nearest.neighbors()[(int) TOKENS[i]]).anyMatch(other -> other == token));
            nSubstituted += token == TOKENS[i] ? 0 : 1;
        }
        assertEquals(300, nSubstituted, 60);
    }

    @Test
    void maskedRangesOfTimeAndMelAreSetToTheMean() {
        Augmentation augmentation = new Augmentation(
                TrainingOptions.of("timeMasks=1", "timeMaskShare=0.4", "frequencyMasks=1", "frequencyMaskShare=0.4"),
                STREAMS,
                List.of());
        SplittableRandom random = new SplittableRandom(5);
        float[] original = FRAMES.values();
        float[] augmented = ((ClipInput.Frames) augmentation.apply(FRAMES, random)).values();
        int nMasked = 0;
        for (int i = 0; i < original.length; i++) {
            assertTrue(augmented[i] == original[i] || augmented[i] == 249.5f);
            nMasked += augmented[i] == original[i] ? 0 : 1;
        }
        assertTrue(nMasked > 0 && nMasked < 0.7 * original.length, nMasked + " masked");
    }

    @Test
    void mixupWeightsTheFirstClipMoreAndMixesTargetsWithTheSameWeight() {
        SplittableRandom random = new SplittableRandom(2);
        ClipInput.Tokens zeros = new ClipInput.Tokens(new long[20]);
        ClipInput.Tokens second = new ClipInput.Tokens(new long[] {1, 2, 3});
        double sum = 0;
        for (int i = 0; i < 500; i++) {
            Mixup mixed = Mixup.of(zeros, new float[] {1, 0}, second, new float[] {0, 1}, 1, random);
            ClipInput.Tokens tokens = (ClipInput.Tokens) mixed.input();
            assertArrayEquals(zeros.ids(), tokens.ids());
            assertArrayEquals(
                    new long[] {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2}, tokens.partnerIds());
            assertTrue(tokens.weight() >= 0.5);
            assertEquals(tokens.weight(), mixed.targets()[0], 1e-6);
            assertEquals(1 - tokens.weight(), mixed.targets()[1], 1e-6);
            sum += tokens.weight();
        }
        assertEquals(0.75, sum / 500, 0.03, "the mean of max(u, 1 - u) for uniform u");
    }

    @Test
    void mixupAveragesFramesAndPadsTheShorterClip() {
        ClipInput.Frames first = new ClipInput.Frames(new float[] {0, 0, 0, 0}, 2);
        ClipInput.Frames second = new ClipInput.Frames(new float[] {1, 1}, 2);
        Mixup mixed = Mixup.of(first, new float[] {1, 0}, second, new float[] {0, 1}, 0.5, new SplittableRandom(3));
        float weight = mixed.targets()[1];
        assertArrayEquals(new float[] {weight, weight, 0, 0}, ((ClipInput.Frames) mixed.input()).values(), 1e-6f);
    }

    private static ClipInput.Tokens augmented(String... options) {
        Augmentation augmentation = new Augmentation(TrainingOptions.of(options), STREAMS, List.of());
        return (ClipInput.Tokens) augmentation.apply(new ClipInput.Tokens(TOKENS), new SplittableRandom(1));
    }

    private static ClipInput.Frames frames(int nFrames, int nMels) {
        float[] values = new float[nFrames * nMels];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new ClipInput.Frames(values, nMels);
    }
}
