package audiotokens.work;

import audiotokens.AudioTokensException;
import audiotokens.file.FileFault;
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

/**
 * Works through items on a set number of threads, each with a worker of its own, so that buffers need no locks.
 *
 * <p>An interrupt of the calling thread, or an exception from a worker, stops all workers after the items in hand.
 */
public final class Parallel {
    private Parallel() {}

    /** Handles one item after another on one thread. */
    @FunctionalInterface
    public interface Worker<T> extends AutoCloseable {
        void handle(T item) throws Exception;

        @Override
        default void close() {}
    }

    /** Makes a thread's worker. */
    @FunctionalInterface
    public interface WorkerFactory<T> {
        Worker<T> create() throws Exception;
    }

    /**
     * Handles every item of {@code items}, in no set order.
     *
     * @throws AudioTokensException where the calling thread is interrupted
     */
    public static <T> void forEach(Iterable<T> items, int threads, WorkerFactory<T> workers) {
        Iterator<T> iterator = items.iterator();
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicReference<Throwable> cause = new AtomicReference<>();
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
                        work(iterator, stopped, workers);
                    } catch (Throwable e) {
                        cause.accumulateAndGet(e, Parallel::telling);
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
            throw new CancellationException("stopped; run the cell again to go on from here");
        } catch (ExecutionException e) {
            // the cause is known for sure when all threads have ended
        } finally {
            stopped.set(true);
            pool.shutdownNow();
            awaitEnd(pool);
        }
        if (cause.get() != null) {
            throw asUnchecked(cause.get());
        }
    }

    /** The first failure, but for those of threads that another's failure let go. */
    private static Throwable telling(Throwable first, Throwable later) {
        return first == null || first instanceof CancellationException || first instanceof InterruptedException
                ? later
                : first;
    }

    private static <T> void work(Iterator<T> iterator, AtomicBoolean stopped, WorkerFactory<T> workers)
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
     * Waits for the items in hand, so that no worker writes after its stage has ended; a decoder gives up after two
     * minutes at the latest.
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
            case IOException e -> new AudioTokensException(FileFault.describe(e), e);
            default -> new AudioTokensException(cause.getMessage(), cause);
        };
    }
}
