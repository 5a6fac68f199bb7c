package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBagTest {
    private static final List<TokenStream> ONE_STREAM = List.of(new TokenStream("tokens", 3, 0.01));

    private static TokenBag bag(long... tokens) {
        return TokenBag.of(ClipTokens.of(tokens), ONE_STREAM);
    }

    @Test
    void aBagContainsTheSquareRootsOfRelativeFrequencies() {
        assertArrayEquals(
                new float[] {0.5f, 0, (float) Math.sqrt(0.75)}, bag(2, 0, 2, 2).squareRoots());
    }

    @Test
    void theBagOfARecordingCountsAllItsSegments() {
        TokenBag bagOfSegments = TokenBag.of(List.of(ClipTokens.of(2, 0), ClipTokens.of(2, 2)), ONE_STREAM);

        assertArrayEquals(bag(2, 0, 2, 2).squareRoots(), bagOfSegments.squareRoots());
    }

    @Test
    void theDistanceIsTheHellingerDistance() {
        assertEquals(0, bag(0, 1).distance(bag(1, 0)), 1e-6);
        assertEquals(1, bag(0).distance(bag(1, 2)), 1e-6);
        assertEquals(Math.sqrt(1 - Math.sqrt(0.5)), bag(0, 0).distance(bag(0, 1)), 1e-6);
    }

    @Test
    void streamsHaveEqualWeightRegardlessOfLength() {
        List<TokenStream> twoStreams = List.of(new TokenStream("a", 2, 0.01), new TokenStream("b", 2, 0.1));
        TokenBag first = TokenBag.of(new ClipTokens(List.of(new long[] {0, 0, 0, 0}, new long[] {0})), twoStreams);
        TokenBag second = TokenBag.of(new ClipTokens(List.of(new long[] {0, 0, 0, 0}, new long[] {1})), twoStreams);

        assertEquals(Math.sqrt(0.5), first.distance(second), 1e-6);
    }

    @Test
    void bagsOfDifferentVocabulariesCannotBeCompared() {
        TokenBag other = TokenBag.of(ClipTokens.of(0), List.of(new TokenStream("tokens", 2, 0.01)));

        assertThrows(IllegalArgumentException.class, () -> bag(0).distance(other));
    }
}
