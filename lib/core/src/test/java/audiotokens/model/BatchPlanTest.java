package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    private static final List<String> IDS =
            IntStream.range(0, 1003).mapToObj(Integer::toString).toList();

    @Test
    void eachClipIsInOneBatchAndAllBatchesButTheLastAreFull() {
        List<List<String>> batches = BatchPlan.of(IDS, id -> 7, 8);
        assertEquals(126, batches.size());
        assertEquals(
                IDS.size(), batches.stream().flatMap(List::stream).distinct().count());
        assertEquals(125, batches.stream().filter(batch -> batch.size() == 8).count());
    }

    @Test
    void clipsOfSimilarLengthAreBatchedTogether() {
        List<List<String>> batches = BatchPlan.of(shuffledIds(), Long::parseLong, 8);
        double spread = batches.stream()
                .mapToLong(batch -> batch.stream()
                                .mapToLong(Long::parseLong)
                                .max()
                                .orElseThrow()
                        - batch.stream().mapToLong(Long::parseLong).min().orElseThrow())
                .average()
                .orElseThrow();
        assertTrue(spread < 40, "average length spread within a batch is " + spread + " (lengths 0 to 1002)");
    }

    @Test
    void clipsOfNearlyEqualLengthStayInOrder() {
        assertEquals(
                IDS,
                BatchPlan.of(IDS, id -> id.endsWith("7") ? 95 : 100, 8).stream()
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void aRepeatedClipIsInTwoBatches() {
        List<String> repeated = new ArrayList<>(shuffledIds());
        repeated.addAll(shuffledIds());
        List<String> planned = BatchPlan.of(repeated, Long::parseLong, 8).stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
        assertEquals(repeated.stream().sorted().toList(), planned);
    }

    @Test
    void theOrderOfBatchesDoesNotDependOnLength() {
        List<List<String>> batches = BatchPlan.of(shuffledIds(), Long::parseLong, 8);
        long nLongerThanPrevious = IntStream.range(1, batches.size())
                .filter(i -> lengthOfFirstClip(batches.get(i)) > lengthOfFirstClip(batches.get(i - 1)))
                .count();
        assertEquals(batches.size() / 2.0, (double) nLongerThanPrevious, batches.size() / 5.0);
    }

    private static long lengthOfFirstClip(List<String> batch) {
        return Long.parseLong(batch.getFirst());
    }

    private static List<String> shuffledIds() {
        List<String> shuffled = new ArrayList<>(IDS);
        Collections.shuffle(shuffled, new SplittableRandom(1));
        return shuffled;
    }
}
