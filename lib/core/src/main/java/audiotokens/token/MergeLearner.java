package audiotokens.token;

import audiotokens.token.TokenMerges.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns the merges of {@link TokenMerges}: repeatedly merges the most frequent pair of adjacent tokens into a new
 * token. Overlapping pairs count, as in Sennrich's implementation. Ties go to the pair with the lower left token, then
 * the lower right token. Pairs do not cross sequence boundaries. Learning stops early when no pair occurs twice.
 *
 * <p>Pair counts are updated incrementally, in the sequences that a merge changes.
 */
final class MergeLearner {
    private static final int MIN_COUNT = 2;

    /** A pair and its count when it was queued. */
    private record Candidate(long pair, int count) {}

    private final int vocabularySize;
    private final List<int[]> sequences = new ArrayList<>();
    private final Map<Long, Integer> counts = new HashMap<>();
    private final Map<Long, Set<Integer>> sequencesWith = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(
            Comparator.comparingInt(Candidate::count).reversed().thenComparingLong(Candidate::pair));

    private MergeLearner(int vocabularySize, Collection<long[]> sequences) {
        this.vocabularySize = vocabularySize;
        Set<Long> changed = new HashSet<>();
        for (long[] sequence : sequences) {
            this.sequences.add(
                    Arrays.stream(sequence).mapToInt(Math::toIntExact).toArray());
            count(this.sequences.size() - 1, 1, changed);
        }
        enqueue(changed);
    }

    /**
     * Learns merges.
     *
     * @param vocabularySize number of tokens; ids in {@code sequences} are below it
     * @param wanted maximum number of merges
     */
    static TokenMerges learn(int vocabularySize, Collection<long[]> sequences, int wanted) {
        return new MergeLearner(vocabularySize, sequences).learn(wanted);
    }

    private TokenMerges learn(int wanted) {
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < wanted && !queue.isEmpty()) {
            Candidate best = queue.poll();
            // a pair is queued again whenever its count changes; entries with another count are stale
            if (counts.getOrDefault(best.pair(), 0) == best.count()) {
                Merge merge = new Merge((int) (best.pair() >>> Integer.SIZE), (int) best.pair());
                replace(merge, best.pair(), vocabularySize + merges.size());
                merges.add(merge);
            }
        }
        return new TokenMerges(vocabularySize, merges);
    }

    private void replace(Merge merge, long pair, int token) {
        Set<Long> changed = new HashSet<>();
        for (int index : List.copyOf(sequencesWith.get(pair))) {
            count(index, -1, changed);
            int[] ids = sequences.get(index);
            sequences.set(index, Arrays.copyOf(ids, TokenMerges.replace(ids, ids.length, merge, token)));
            count(index, 1, changed);
        }
        changed.remove(pair);
        enqueue(changed);
    }

    /** Adds a sequence's pairs to the counts, or subtracts them. */
    private void count(int index, int sign, Set<Long> changed) {
        int[] ids = sequences.get(index);
        for (int i = 1; i < ids.length; i++) {
            long pair = TokenMerges.pair(ids[i - 1], ids[i]);
            counts.merge(pair, sign, Integer::sum);
            changed.add(pair);
            if (sign > 0) {
                sequencesWith.computeIfAbsent(pair, key -> new HashSet<>()).add(index);
            } else {
                sequencesWith.get(pair).remove(index);
            }
        }
    }

    private void enqueue(Set<Long> changed) {
        for (long pair : changed) {
            int count = counts.get(pair);
            if (count >= MIN_COUNT) {
                queue.add(new Candidate(pair, count));
            } else if (count == 0) {
                counts.remove(pair);
                sequencesWith.remove(pair);
            }
        }
    }
}
