package audiotokens.token;

import audiotokens.token.TokenMerges.Merge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Applies {@link TokenMerges} to many sequences. The rank of each pair is in a map that is built once. */
final class PairMerger {
    private final TokenMerges merges;
    private final Map<Long, Integer> ranks = new HashMap<>();

    PairMerger(TokenMerges merges) {
        this.merges = merges;
        for (int i = 0; i < merges.merges().size(); i++) {
            Merge merge = merges.merges().get(i);
            ranks.putIfAbsent(TokenMerges.pair(merge.left(), merge.right()), i);
        }
    }

    TokenMerges merges() {
        return merges;
    }

    /** Merges like {@link TokenMerges#merge}. Thread-safe. */
    long[] merge(long[] tokens) {
        int[] ids = Arrays.stream(tokens).mapToInt(Math::toIntExact).toArray();
        int length = ids.length;
        while (true) {
            // a merged token only occurs in later merges, so the lowest rank present is the next merge
            int lowestRank = Integer.MAX_VALUE;
            for (int i = 1; i < length; i++) {
                int rank = ranks.getOrDefault(TokenMerges.pair(ids[i - 1], ids[i]), Integer.MAX_VALUE);
                lowestRank = Math.min(lowestRank, rank);
            }
            if (lowestRank == Integer.MAX_VALUE) {
                return Arrays.stream(ids, 0, length).asLongStream().toArray();
            }
            Merge merge = merges.merges().get(lowestRank);
            length = TokenMerges.replace(ids, length, merge, merges.vocabularySize() + lowestRank);
        }
    }
}
