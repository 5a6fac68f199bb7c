package audiotokens.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Which clips make a batch: those that follow each other, unless too much of their batches would be padding; then clips
 * of like length.
 *
 * <p>The clips are taken in pools of many batches. A pool of much padding is sorted by length before it is cut into
 * batches, and its batches come in the order of their earliest clip.
 */
public final class BatchPlan {
    private static final int BATCHES_PER_POOL = 50;
    /** Clips of nearly one length, as AudioSet's, stay below it by far; sorting would save them nothing. */
    private static final double PADDING_ALLOWED = 0.05;

    private BatchPlan() {}

    /**
     * Cuts clips into batches; all but the last of a pool are full.
     *
     * @param ids in the order that is to be kept; one that comes more than once is in as many batches
     * @param length frames of a clip, as it is padded
     */
    public static List<List<String>> of(List<String> ids, ToLongFunction<String> length, int batchSize) {
        List<List<String>> batches = new ArrayList<>();
        for (List<String> pool : cut(ids, batchSize * BATCHES_PER_POOL)) {
            Map<String, Long> lengths = new HashMap<>();
            pool.forEach(id -> lengths.computeIfAbsent(id, length::applyAsLong));
            List<List<String>> asTheyCome = cut(pool, batchSize);
            batches.addAll(
                    padding(asTheyCome, lengths) <= PADDING_ALLOWED
                            ? asTheyCome
                            : ofLikeLength(pool, lengths, batchSize));
        }
        return batches;
    }

    /** Share of padding in the frames of padded batches. */
    private static double padding(List<List<String>> batches, Map<String, Long> lengths) {
        long padded = 0;
        long frames = 0;
        for (List<String> batch : batches) {
            padded +=
                    batch.size() * batch.stream().mapToLong(lengths::get).max().orElseThrow();
            frames += batch.stream().mapToLong(lengths::get).sum();
        }
        return 1 - (double) frames / padded;
    }

    private static List<List<String>> ofLikeLength(List<String> pool, Map<String, Long> lengths, int batchSize) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < pool.size(); place++) {
            places.putIfAbsent(pool.get(place), place);
        }
        List<String> sorted = new ArrayList<>(pool);
        sorted.sort(Comparator.comparingLong(lengths::get));
        List<List<String>> batches = cut(sorted, batchSize);
        batches.sort(Comparator.comparingInt(
                batch -> batch.stream().mapToInt(places::get).min().orElseThrow()));
        return batches;
    }

    private static List<List<String>> cut(List<String> ids, int size) {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += size) {
            parts.add(List.copyOf(ids.subList(from, Math.min(from + size, ids.size()))));
        }
        return parts;
    }
}
