package audiotokens.work;

import audiotokens.AudioTokensException;
import audiotokens.ExceptionMessage;
import audiotokens.file.FileErrors;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Processes items on a fixed number of threads. Each thread has its own worker, so that buffers need no locks.
 *
 * <p>If the calling thread is interrupted or a worker throws, all workers stop after their current item.
 */
public final class Parallel {
    /** Kept for a minute, since the short steps of k-means would otherwise spend their time starting threads. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "clips");
        thread.setDaemon(true);
        return thread;
    });

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
     * @throws CancellationException if the calling thread is interrupted, unless a worker has thrown
     * @throws IllegalArgumentException if {@code threads} is less than 1
     * @throws AudioTokensException if a worker throws a checked exception; an unchecked one is rethrown
     */
    public static <T> void forEach(Iterable<T> items, int threads, WorkerFactory<T> workers) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed, not " + threads);
        }
        Run<T> run = new Run<>(items.iterator(), threads, workers);
        for (int i = 0; i < threads; i++) {
            run.start();
        }
        run.await();
    }

    /** One call of {@link #forEach}. */
    private static final class Run<T> {
        private final Iterator<T> items;
        private final WorkerFactory<T> workers;
        private final CountDownLatch ended;
        private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
        private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
        /** The threads that are working. Guarded by this set. */
        private final Set<Thread> running = new HashSet<>();

        private volatile boolean stopped;

        Run(Iterator<T> items, int threads, WorkerFactory<T> workers) {
            this.items = items;
            this.workers = workers;
            this.ended = new CountDownLatch(threads);
        }

        void start() {
            try {
                THREADS.execute(this::work);
            } catch (RuntimeException | Error e) {
                fail(e);
                ended.countDown();
            }
        }

        private void work() {
            Thread thread = Thread.currentThread();
            try {
                synchronized (running) {
                    running.add(thread);
                }
                thread.setContextClassLoader(classLoader);
                handleItems();
            } finally {
                synchronized (running) {
                    running.remove(thread);
                }
                thread.setContextClassLoader(null);
                ended.countDown();
            }
        }

        private void handleItems() {
            try (Worker<T> worker = workers.create()) {
                handleItems(worker);
            } catch (Throwable e) {
                fail(e);
            }
        }

        private void fail(Throwable e) {
            cause.accumulateAndGet(e, Run::rootCause);
            stop();
        }

        private void handleItems(Worker<T> worker) throws Exception {
            while (!stopped) {
                T item;
                synchronized (items) {
                    if (!items.hasNext()) {
                        return;
                    }
                    item = items.next();
                }
                worker.handle(item);
            }
        }

        /** Returns the first failure, ignoring cancellations that another failure caused. */
        private static Throwable rootCause(@Nullable Throwable first, Throwable second) {
            return first == null || first instanceof CancellationException || first instanceof InterruptedException
                    ? second
                    : first;
        }

        private void stop() {
            synchronized (running) {
                stopped = true;
                running.forEach(Thread::interrupt);
            }
        }

        /**
         * Waits for all workers, so that none writes after its stage has ended; a decoder times out after at most two
         * minutes.
         */
        void await() {
            boolean interrupted = false;
            Throwable failure = null;
            while (true) {
                try {
                    ended.await();
                    break;
                } catch (InterruptedException e) {
                    if (!interrupted) {
                        failure = cause.get(); // what workers throw from now on is due to the interrupt
                    }
                    interrupted = true;
                    stop();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
                if (failure == null) {
                    throw new CancellationException("stopped; run the cell again to resume");
                }
            } else {
                failure = cause.get();
            }
            if (failure != null) {
                throw asUnchecked(failure);
            }
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
