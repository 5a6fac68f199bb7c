package audiotokens.training;

import audiotokens.model.ClipInputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Which clips train together: those that follow each other, unless too much of their batches would be padding; then
 * clips of like length.
 *
 * <p>The clips, in their random order, are taken in pools of many batches. A pool of much padding is sorted by length
 * before it is cut into batches, and its batches come in the order of their earliest clip.
 */
final class BatchPlan {
    private static final int BATCHES_PER_POOL = 50;
    private static final double PADDING_ALLOWED = 0.05;

    private BatchPlan() {}

    /** @param shuffled the clips of an epoch; one that comes more than once trains as often */
    static List<List<String>> of(List<String> shuffled, ToLongFunction<String> length, int batchSize) {
        List<List<String>> batches = new ArrayList<>();
        for (List<String> pool : ClipInputs.cut(shuffled, batchSize * BATCHES_PER_POOL)) {
            Map<String, Long> lengths = new HashMap<>();
            pool.forEach(id -> lengths.computeIfAbsent(id, length::applyAsLong));
            List<List<String>> asTheyCome = ClipInputs.cut(pool, batchSize);
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
        List<List<String>> batches = new ArrayList<>(ClipInputs.cut(sorted, batchSize));
        batches.sort(Comparator.comparingInt(
                batch -> batch.stream().mapToInt(places::get).min().orElseThrow()));
        return batches;
    }
}
