package audiotokens.work;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.file.FileErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Processes items on a fixed number of threads. Each thread has its own worker, so that buffers need no locks.
 *
 * <p>If the calling thread is interrupted or a worker throws, all workers stop after their current item.
 */
public final class Parallel {
    private Parallel() {}

    /** Processes items on one thread. */
    @FunctionalInterface
    public interface Worker<T> extends AutoCloseable {
        void handle(T item) throws Exception;

        @Override
        default void close() {}
    }

    /** Creates the worker of a thread. */
    @FunctionalInterface
    public interface WorkerFactory<T> {
        Worker<T> create() throws Exception;
    }

    /**
     * Processes every item of {@code items}, in unspecified order.
     *
     * @throws CancellationException if the calling thread is interrupted
     * @throws AudioTokensException if a worker throws a checked exception; an unchecked one is rethrown
     */
    public static <T> void forEach(Iterable<T> items, int threads, WorkerFactory<T> workers) {
        Iterator<T> iterator = items.iterator();
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "clips");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Void>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    try {
                        runWorker(iterator, stopped, workers);
                    } catch (Throwable e) {
                        cause.accumulateAndGet(e, Parallel::rootCause);
                        throw e;
                    }
                    return null;
                }));
            }
            for (Future<Void> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            stopped.set(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped; run the cell again to resume");
        } catch (ExecutionException e) {
            // rethrown below: the root cause is known once all threads have ended
        } finally {
            stopped.set(true);
            pool.shutdownNow();
            awaitEnd(pool);
        }
        if (cause.get() != null) {
            throw asUnchecked(cause.get());
        }
    }

    /** Returns the first failure, ignoring cancellations that another failure caused. */
    private static Throwable rootCause(@Nullable Throwable first, Throwable second) {
        return first == null || first instanceof CancellationException || first instanceof InterruptedException
                ? second
                : first;
    }

    private static <T> void runWorker(Iterator<T> iterator, AtomicBoolean stopped, WorkerFactory<T> workers)
            throws Exception {
        try (Worker<T> worker = workers.create()) {
            while (!stopped.get()) {
                T item;
                synchronized (iterator) {
                    if (!iterator.hasNext()) {
                        return;
                    }
                    item = iterator.next();
                }
                worker.handle(item);
            }
        } catch (Throwable e) {
            stopped.set(true);
            throw e;
        }
    }

    /**
     * Waits for the current items, so that no worker writes after its stage has ended; a decoder times out after at
     * most two minutes.
     */
    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = Thread.interrupted();
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case IOException e -> new AudioTokensException(FileErrors.describe(e), e);
            default -> new AudioTokensException(ExceptionMessage.of(cause), cause);
        };
    }
}
