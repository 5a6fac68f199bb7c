package audiotokens.family;

import audiotokens.work.Parallel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Applies a function to indices on several threads; results are in the order of the indices. */
final class ParallelMap {
    private ParallelMap() {}

    /**
     * Applies a function to the indices 0 to {@code count} - 1.
     *
     * @param functions creates one function per thread, so that a function can reuse its buffers
     */
    static <R> List<R> map(int count, int threads, Supplier<IntFunction<R>> functions) {
        List<R> results = new ArrayList<>(Collections.nCopies(count, null));
        List<Integer> indices = IntStream.range(0, count).boxed().toList();
        Parallel.forEach(indices, Math.max(1, Math.min(threads, count)), () -> {
            IntFunction<R> function = functions.get();
            return index -> results.set(index, function.apply(index));
        });
        return results;
    }
}
