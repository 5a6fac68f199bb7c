package audiotokens.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Assigns clips to batches. Consecutive clips form a batch. If too many frames would be padding, clips of similar
 * length form a batch instead (length bucketing).
 *
 * <p>Clips are processed in pools of many batches. A pool with much padding is sorted by length before it is split into
 * batches, which are then ordered by their earliest clip.
 */
public final class BatchPlan {
    private static final int BATCHES_PER_POOL = 50;
    /**
     * Fraction of padding above which a pool is sorted. Clips of nearly equal length, such as AudioSet's, need far less
     * padding.
     */
    private static final double MAX_PADDING = 0.05;

    private BatchPlan() {}

    /**
     * Splits clips into batches. All batches of a pool are full, except possibly one.
     *
     * @param ids clips in order; repeated ids are allowed
     * @param length padded length of a clip, in frames
     */
    public static List<List<String>> of(List<String> ids, ToLongFunction<String> length, int batchSize) {
        List<List<String>> batches = new ArrayList<>();
        for (List<String> pool : split(ids, batchSize * BATCHES_PER_POOL)) {
            Map<String, Long> lengths = new HashMap<>();
            pool.forEach(id -> lengths.computeIfAbsent(id, length::applyAsLong));
            List<List<String>> consecutive = split(pool, batchSize);
            batches.addAll(
                    paddingFraction(consecutive, lengths) <= MAX_PADDING
                            ? consecutive
                            : bucketByLength(pool, lengths, batchSize));
        }
        return batches;
    }

    /** Returns the share of padding among the frames of the padded batches. */
    private static double paddingFraction(List<List<String>> batches, Map<String, Long> lengths) {
        long framesWithPadding = 0;
        long frames = 0;
        for (List<String> batch : batches) {
            framesWithPadding +=
                    batch.size() * batch.stream().mapToLong(lengths::get).max().orElseThrow();
            frames += batch.stream().mapToLong(lengths::get).sum();
        }
        return 1 - (double) frames / framesWithPadding;
    }

    private static List<List<String>> bucketByLength(List<String> pool, Map<String, Long> lengths, int batchSize) {
        Map<String, Integer> positions = new HashMap<>();
        for (int position = 0; position < pool.size(); position++) {
            positions.putIfAbsent(pool.get(position), position);
        }
        List<String> sorted = new ArrayList<>(pool);
        sorted.sort(Comparator.comparingLong(lengths::get));
        List<List<String>> batches = split(sorted, batchSize);
        batches.sort(Comparator.comparingInt(
                batch -> batch.stream().mapToInt(positions::get).min().orElseThrow()));
        return batches;
    }

    private static List<List<String>> split(List<String> ids, int size) {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += size) {
            parts.add(List.copyOf(ids.subList(from, Math.min(from + size, ids.size()))));
        }
        return parts;
    }
}
