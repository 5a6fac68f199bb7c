package audiotokens.training;

import audiotokens.model.ClipInputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Which clips train together: shuffled, but batches are of clips of like length, so that little is padded.
 *
 * <p>The shuffled clips are taken in pools of many batches; within a pool they are sorted by length and cut into
 * batches, and the batches are shuffled. Clips that are all of one length are simply shuffled.
 */
final class BatchPlan {
    private static final int BATCHES_PER_POOL = 50;

    private BatchPlan() {}

    static List<List<String>> of(
            List<String> ids, ToLongFunction<String> length, int batchSize, RandomGenerator random) {
        List<String> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, random);
        List<List<String>> batches = new ArrayList<>();
        for (List<String> pool : ClipInputs.cut(shuffled, batchSize * BATCHES_PER_POOL)) {
            List<String> sorted = new ArrayList<>(pool);
            sorted.sort(Comparator.comparingLong(length));
            batches.addAll(ClipInputs.cut(sorted, batchSize));
        }
        Collections.shuffle(batches, random);
        return batches;
    }
}
