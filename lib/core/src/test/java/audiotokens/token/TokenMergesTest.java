package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.token.TokenMerges.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMergesTest {
    /** "aaabdaaabac" with a = 0, b = 1, c = 2, d = 3. */
    private static final long[] LETTERS = {0, 0, 0, 1, 3, 0, 0, 0, 1, 0, 2};

    /**
     * Computed by hand: (a, a) occurs 4 times; then (a, b) and (aa, a) occur twice each, and the pair whose first token
     * has the smaller id is merged; then (aa, ab) occurs twice; then no pair occurs twice.
     */
    @Test
    void theMostFrequentPairIsMergedFirst() {
        TokenMerges merges = MergeLearner.learn(4, List.of(LETTERS), 10);

        assertEquals(List.of(new Merge(0, 0), new Merge(0, 1), new Merge(4, 5)), merges.merges());
        assertEquals(7, merges.mergedVocabularySize());
        assertArrayEquals(new long[] {6, 3, 6, 0, 2}, merges.merge(LETTERS));
        assertArrayEquals(LETTERS, merges.expand(new long[] {6, 3, 6, 0, 2}));
    }

    @Test
    void tiesGoToTheSmallerIdOfTheFirstTokenThenOfTheSecond() {
        List<long[]> sequences = List.of(new long[] {5, 1, 9, 2, 7, 9, 2, 3}, new long[] {5, 1, 9, 2, 3});

        assertEquals(
                List.of(new Merge(9, 2), new Merge(1, 10), new Merge(5, 11)),
                MergeLearner.learn(10, sequences, 3).merges());
        List<long[]> tied = List.of(new long[] {4, 8}, new long[] {4, 8}, new long[] {4, 6}, new long[] {4, 6});
        assertEquals(List.of(new Merge(4, 6)), MergeLearner.learn(10, tied, 1).merges());
    }

    @Test
    void pairsAcrossSequencesAreNotMerged() {
        List<long[]> unmergeable = List.of(new long[] {1}, new long[] {2}, new long[] {1}, new long[] {2}, new long[0]);

        assertEquals(List.of(), MergeLearner.learn(3, unmergeable, 5).merges());
    }

    @Test
    void runsOfEqualTokensAreMergedFromLeftToRight() {
        TokenMerges merges = new TokenMerges(1, List.of(new Merge(0, 0)));

        assertArrayEquals(new long[] {1, 1, 0}, merges.merge(new long[5]));
        assertArrayEquals(new long[0], merges.merge(new long[0]));
    }

    @Test
    void theVectorOfAMergedTokenIsTheMeanOfItsBaseTokenVectors() {
        TokenMerges merges = new TokenMerges(2, List.of(new Merge(0, 1), new Merge(2, 0)));
        float[][] vectors = merges.vectors(new float[][] {{3, 0}, {0, 6}});

        assertArrayEquals(new float[] {1.5f, 3}, vectors[2]);
        assertArrayEquals(new float[] {2, 2}, vectors[3], 1e-6f);
    }

    @Test
    void aMergeOfUndefinedTokensIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new TokenMerges(2, List.of(new Merge(0, 2))));
    }

    private static List<long[]> randomSequences(Random random, int vocabularySize) {
        List<long[]> sequences = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            sequences.add(random.longs(random.nextInt(40), 0, vocabularySize).toArray());
        }
        return sequences;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void mergesMatchThoseFoundByRecountingAllPairsAfterEachMerge(int vocabularySize) {
        Random random = new Random(vocabularySize);
        for (int trial = 0; trial < 20; trial++) {
            List<long[]> sequences = randomSequences(random, vocabularySize);
            List<Merge> expected = new ArrayList<>();
            List<long[]> merged = mergedNaively(sequences, vocabularySize, 15, expected);
            TokenMerges merges = MergeLearner.learn(vocabularySize, sequences, 15);

            assertEquals(expected, merges.merges());
            for (int i = 0; i < sequences.size(); i++) {
                assertArrayEquals(merged.get(i), merges.merge(sequences.get(i)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void expandingRestoresTheTokens(int vocabularySize) {
        Random random = new Random(7);
        for (int trial = 0; trial < 20; trial++) {
            TokenMerges merges = MergeLearner.learn(vocabularySize, randomSequences(random, vocabularySize), 30);
            for (long[] unseen : randomSequences(random, vocabularySize)) {
                long[] merged = merges.merge(unseen);
                assertTrue(merged.length <= unseen.length);
                assertTrue(Arrays.stream(merged).allMatch(token -> token < merges.mergedVocabularySize()));
                assertArrayEquals(unseen, merges.expand(merged));
                for (int i = 1; i < merged.length; i++) {
                    Merge pair = new Merge((int) merged[i - 1], (int) merged[i]);
                    assertTrue(!merges.merges().contains(pair), "a pair is left unmerged");
                }
            }
        }
    }

    @Test
    void mergesDoNotDependOnTheOrderOfTheSequences() {
        List<long[]> sequences = randomSequences(new Random(3), 4);
        List<long[]> reversed = new ArrayList<>(sequences);
        Collections.reverse(reversed);

        assertEquals(MergeLearner.learn(4, sequences, 20), MergeLearner.learn(4, reversed, 20));
    }

    /**
     * Merges by byte-pair encoding as in Sennrich et al., without optimizations; adds the merges to {@code merges} and
     * returns the merged sequences.
     */
    private static List<long[]> mergedNaively(
            List<long[]> sequences, int vocabularySize, int maxMerges, List<Merge> merges) {
        List<List<Integer>> words = new ArrayList<>();
        for (long[] sequence : sequences) {
            words.add(new ArrayList<>(
                    Arrays.stream(sequence).mapToObj(token -> (int) token).toList()));
        }
        for (int merge = 0; merge < maxMerges; merge++) {
            Map<Merge, Integer> counts = new HashMap<>();
            for (List<Integer> word : words) {
                IntStream.range(1, word.size())
                        .forEach(i -> counts.merge(new Merge(word.get(i - 1), word.get(i)), 1, Integer::sum));
            }
            int maxCount = counts.values().stream().max(Integer::compare).orElse(0);
            if (maxCount < 2) {
                break;
            }
            Merge best = counts.keySet().stream()
                    .filter(pair -> counts.get(pair) == maxCount)
                    .min((a, b) -> a.left() == b.left()
                            ? Integer.compare(a.right(), b.right())
                            : Integer.compare(a.left(), b.left()))
                    .orElseThrow();
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i) == best.left() && word.get(i + 1) == best.right()) {
                        word.set(i, vocabularySize + merge);
                        word.subList(i + 1, i + 2).clear();
                    }
                }
            }
            merges.add(best);
        }
        return words.stream()
                .map(word -> word.stream().mapToLong(Integer::longValue).toArray())
                .toList();
    }
}
