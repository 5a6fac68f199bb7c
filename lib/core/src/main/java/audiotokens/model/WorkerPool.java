package audiotokens.model;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads for independent parts of a computation, one core each.
 *
 * <p>An LSTM is hundreds of small sequential matrix products. Splitting each of them among cores would synchronize the
 * cores every time; running one direction per core synchronizes once.
 */
public final class WorkerPool implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    /** @param count number of concurrent parts */
    public WorkerPool(int count) {
        this.count = count;
        threads = Executors.newFixedThreadPool(
                count, work -> Thread.ofPlatform().daemon().name("branch").unstarted(() -> {
                    JniUtils.setNumThreads(1);
                    work.run();
                }));
    }

    /** Returns the number of concurrent parts. */
    int count() {
        return count;
    }

    /** Runs all parts and waits for all of them, even if one fails, since they may use memory that the caller frees. */
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
