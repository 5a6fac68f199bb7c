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
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns the merges of {@link TokenMerges}: repeatedly merges the most frequent pair of adjacent tokens into a new
 * token. Overlapping occurrences of a pair are all counted, as in subword-nmt (Sennrich et al.). Ties go to the pair
 * whose left token has the smaller id, then to the pair whose right token has the smaller id. Pairs do not cross
 * sequence boundaries. Learning stops early when no pair occurs twice.
 *
 * <p>Pair counts are updated incrementally, only for the sequences that a merge changes.
 */
final class MergeLearner {
    private static final int MIN_COUNT = 2;

    /** A pair and its count when it was queued. */
    private record Candidate(long pair, int count) {}

    private final int vocabularySize;
    private final List<int[]> sequences = new ArrayList<>();
    private final Map<Long, Integer> counts = new HashMap<>();
    private final Map<Long, Set<Integer>> sequencesOfPair = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(
            Comparator.comparingInt(Candidate::count).reversed().thenComparingLong(Candidate::pair));

    private MergeLearner(int vocabularySize, Collection<long[]> sequences) {
        this.vocabularySize = vocabularySize;
        Map<Long, Integer> previousCounts = new HashMap<>();
        for (long[] sequence : sequences) {
            this.sequences.add(
                    Arrays.stream(sequence).mapToInt(Math::toIntExact).toArray());
            count(this.sequences.size() - 1, 1, previousCounts);
        }
        enqueue(previousCounts);
    }

    /**
     * Learns merges.
     *
     * @param vocabularySize number of distinct tokens before merging; their ids are from 0 to vocabularySize - 1
     * @param maxMerges maximum number of merges
     */
    static TokenMerges learn(int vocabularySize, Collection<long[]> sequences, int maxMerges) {
        return new MergeLearner(vocabularySize, sequences).learn(maxMerges);
    }

    private TokenMerges learn(int maxMerges) {
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < maxMerges && !queue.isEmpty()) {
            Candidate best = queue.poll();
            // a pair is queued again when a merge changes its count; entries with a different count are stale
            if (counts.getOrDefault(best.pair(), 0) == best.count()) {
                Merge merge = new Merge((int) (best.pair() >>> Integer.SIZE), (int) best.pair());
                replace(merge, best.pair(), vocabularySize + merges.size());
                merges.add(merge);
            }
        }
        return new TokenMerges(vocabularySize, merges);
    }

    private void replace(Merge merge, long pair, int token) {
        Map<Long, Integer> previousCounts = new HashMap<>();
        for (int index : List.copyOf(sequencesOfPair.get(pair))) {
            count(index, -1, previousCounts);
            int[] ids = sequences.get(index);
            sequences.set(index, Arrays.copyOf(ids, TokenMerges.replace(ids, ids.length, merge, token)));
            count(index, 1, previousCounts);
        }
        previousCounts.remove(pair);
        enqueue(previousCounts);
    }

    /**
     * Adds a sequence's pairs to the counts (sign 1) or subtracts them (sign -1).
     *
     * @param previousCounts receives the count of each pair before its first change
     */
    private void count(int index, int sign, Map<Long, Integer> previousCounts) {
        int[] ids = sequences.get(index);
        for (int i = 1; i < ids.length; i++) {
            long pair = TokenMerges.pair(ids[i - 1], ids[i]);
            previousCounts.putIfAbsent(pair, counts.getOrDefault(pair, 0));
            counts.merge(pair, sign, Integer::sum);
            if (sign > 0) {
                sequencesOfPair.computeIfAbsent(pair, key -> new HashSet<>()).add(index);
            } else {
                Objects.requireNonNull(sequencesOfPair.get(pair)).remove(index);
            }
        }
    }

    private void enqueue(Map<Long, Integer> previousCounts) {
        previousCounts.forEach((pair, previousCount) -> {
            int count = Objects.requireNonNull(counts.get(pair));
            if (count >= MIN_COUNT && count != previousCount) {
                queue.add(new Candidate(pair, count));
            } else if (count == 0) {
                counts.remove(pair);
                sequencesOfPair.remove(pair);
            }
        });
    }
}
