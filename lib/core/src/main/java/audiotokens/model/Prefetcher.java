package audiotokens.model;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prepares items in order on a background thread, one item ahead of the consumer, so that reading and padding the next
 * batch overlaps the training step.
 *
 * @param <T> type of the source items
 * @param <R> type of the prepared items
 */
public final class Prefetcher<T, R> implements Iterator<R>, AutoCloseable {
    private final Iterator<T> items;
    private final Function<T, R> preparation;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("batches").factory());
    private @Nullable Future<R> next;
    private volatile long waitedNanos;

    /** Starts preparing the first of {@code items}. */
    public Prefetcher(List<T> items, Function<T, R> preparation) {
        this.items = items.iterator();
        this.preparation = preparation;
        prepareNext();
    }

    private void prepareNext() {
        next = null;
        if (items.hasNext()) {
            T item = items.next();
            next = thread.submit(() -> preparation.apply(item));
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /**
     * Waits for the next item and starts preparing the one after it.
     *
     * @throws CancellationException if the calling thread is interrupted
     */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the consuming thread writes it
    public R next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        try {
            long start = System.nanoTime();
            R prepared = next.get();
            waitedNanos += System.nanoTime() - start;
            prepareNext();
            return prepared;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped; run the cell again to resume");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Returns the total time that {@link #next} has waited, in nanoseconds. */
    public long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
