package audiotokens.model;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Prepares items in order on a background thread, one or more items ahead of the consumer, so that reading and padding
 * the next batch overlaps the training step.
 *
 * @param <T> type of the source items
 * @param <R> type of the prepared items
 */
public final class Prefetcher<T, R> implements Iterator<R>, AutoCloseable {
    private final Iterator<T> items;
    private final Function<T, R> preparation;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("batches").factory());
    private final Queue<Future<R>> pending = new ArrayDeque<>();
    private volatile long waitedNanos;

    /** Starts preparing the first of {@code items}; prepares one item ahead. */
    public Prefetcher(List<T> items, Function<T, R> preparation) {
        this(items, preparation, 1);
    }

    /**
     * Starts preparing the first {@code count} of {@code items}; always prepares this number of items ahead.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public Prefetcher(List<T> items, Function<T, R> preparation, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least one item must be prepared ahead, not " + count);
        }
        this.items = items.iterator();
        this.preparation = preparation;
        for (int item = 0; item < count; item++) {
            prepareNext();
        }
    }

    private void prepareNext() {
        if (items.hasNext()) {
            T item = items.next();
            pending.add(thread.submit(() -> preparation.apply(item)));
        }
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty();
    }

    /**
     * Waits for the next item and starts preparing another.
     *
     * @throws CancellationException if the calling thread is interrupted
     */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the consuming thread writes it
    public R next() {
        Future<R> next = pending.peek();
        if (next == null) {
            throw new NoSuchElementException();
        }
        try {
            long start = System.nanoTime();
            R prepared = next.get();
            pending.remove();
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
