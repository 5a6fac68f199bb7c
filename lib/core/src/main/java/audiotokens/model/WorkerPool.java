package audiotokens.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads for parts of a computation that do not depend on each other, each part on one core.
 *
 * <p>An LSTM is hundreds of small products, one after the other. Sharing each of them among cores has the cores wait
 * for each other every time; giving each core a direction of its own has them wait once.
 */
public final class WorkerPool implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    /** @param count number of parts that run at the same time */
    public WorkerPool(int count) {
        this.count = count;
        threads = Executors.newFixedThreadPool(
                count, work -> Thread.ofPlatform().daemon().name("branch").unstarted(() -> {
                    JniUtils.setNumThreads(1);
                    work.run();
                }));
    }

    /** Number of parts that run at the same time. */
    int count() {
        return count;
    }

    /** Runs all parts and waits for every one of them, also where one fails: they may still use what the caller frees. */
    void run(List<Runnable> parts) {
        List<Future<?>> futures = new ArrayList<>();
        for (Runnable part : parts) {
            futures.add(threads.submit(part));
        }
        RuntimeException failure = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (InterruptedException e) {
                throw new IllegalStateException("the compute thread is never interrupted", e);
            } catch (ExecutionException e) {
                failure = e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
