package audiotokens.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Applies a function to indices on several threads; results are in the order of the indices. */
final class ParallelMap {
    private ParallelMap() {}

    /**
     * Applies a function to the indices 0 to {@code count} - 1.
     *
     * @param functions creates one function per thread, so that a function can reuse its buffers
     */
    static <R> List<R> map(int count, int threads, Supplier<IntFunction<R>> functions) {
        AtomicInteger next = new AtomicInteger();
        List<R> results = new ArrayList<>(Collections.nCopies(count, null));
        Callable<Void> work = () -> {
            IntFunction<R> function = functions.get();
            for (int index = next.getAndIncrement(); index < count; index = next.getAndIncrement()) {
                try {
                    results.set(index, function.apply(index));
                } catch (RuntimeException | Error e) {
                    next.set(count);
                    throw e;
                }
            }
            return null;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, count)))) {
            for (Future<Void> future : pool.invokeAll(Collections.nCopies(Math.max(1, threads), work))) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
        return results;
    }
}
