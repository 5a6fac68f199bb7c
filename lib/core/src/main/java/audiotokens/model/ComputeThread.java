package audiotokens.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which a model computes.
 *
 * <p>A native call cannot be interrupted, and a step may take many seconds. The caller waits for it here, where an
 * interrupt lets it go at once; the step in hand then ends unseen, and what was handed in after it, such as giving back
 * the memory, follows.
 */
public final class ComputeThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("compute").factory());

    private final Optional<WorkerPool> workers;

    /** A thread that computes on {@code device}. */
    public ComputeThread(ComputeDevice device) {
        boolean cores = !device.device().isGpu() && device.threads() > 1;
        this.workers = cores ? Optional.of(new WorkerPool(device.threads())) : Optional.empty();
        thread.execute(() -> {
            // Its native library has to be there before it is told anything.
            Engine.getEngine("PyTorch");
            JniUtils.setNumThreads(device.threads());
        });
    }

    /** Threads for parts that can run at the same time; none where there is one core, or where a GPU computes. */
    public Optional<WorkerPool> workers() {
        return workers;
    }

    /**
     * Runs {@code work} and waits for its result.
     *
     * @throws CancellationException where the calling thread is interrupted
     */
    public <T> T call(Callable<T> work) {
        Future<T> future = thread.submit(work);
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped; run the cell again to go on from here");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException cause -> cause;
                case Error cause -> throw cause;
                default -> new IllegalStateException(e.getCause());
            };
        }
    }

    /** Has {@code resource} closed after the work in hand, and the thread ended; waits for a second at most. */
    public void closeAfterwards(AutoCloseable resource) {
        thread.execute(() -> {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        close();
    }

    @Override
    public void close() {
        workers.ifPresent(threads -> thread.execute(threads::close));
        thread.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
