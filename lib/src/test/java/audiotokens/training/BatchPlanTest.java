package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    private static final List<String> IDS =
            IntStream.range(0, 1003).mapToObj(Integer::toString).toList();

    @Test
    void everyClipComesOnceAndBatchesAreFull() {
        List<List<String>> batches = BatchPlan.of(IDS, id -> 7, 8, new SplittableRandom(1));
        assertEquals(126, batches.size());
        assertEquals(
                IDS.size(), batches.stream().flatMap(List::stream).distinct().count());
        assertEquals(125, batches.stream().filter(batch -> batch.size() == 8).count());
    }

    @Test
    void clipsOfLikeLengthComeTogether() {
        List<List<String>> batches = BatchPlan.of(IDS, Long::parseLong, 8, new SplittableRandom(1));
        double spread = batches.stream()
                .mapToLong(batch -> batch.stream()
                                .mapToLong(Long::parseLong)
                                .max()
                                .orElseThrow()
                        - batch.stream().mapToLong(Long::parseLong).min().orElseThrow())
                .average()
                .orElseThrow();
        assertTrue(spread < 40, "lengths in a batch differ by " + spread + " of 1003 on average");
    }

    @Test
    void theSeedDecidesTheOrder() {
        assertEquals(plan(1), plan(1));
        assertNotEquals(plan(1), plan(2));
    }

    private static List<List<String>> plan(long seed) {
        return BatchPlan.of(IDS, id -> 7, 8, new SplittableRandom(seed));
    }
}
