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
 * The thread that runs all computations of a model.
 *
 * <p>A native call cannot be interrupted, and a step may take many seconds. A caller that waits in {@link #call}
 * returns immediately when interrupted. The current step then completes in the background, followed by the tasks queued
 * after it, such as freeing memory.
 */
public final class ComputeThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("compute").factory());

    private final Optional<WorkerPool> workers;

    /** Starts a thread that computes on {@code device}. */
    public ComputeThread(ComputeDevice device) {
        boolean usesWorkers = !device.usesGpuSteps() && device.threads() > 1;
        this.workers = usesWorkers ? Optional.of(new WorkerPool(device.threads())) : Optional.empty();
        thread.execute(() -> {
            // the native library must be loaded before its settings can change
            Engine.getEngine("PyTorch");
            // a large LSTM crashed in oneDNN when one thread ran the whole graph with several intra-op threads
            JniUtils.setNumThreads(workers.isPresent() ? device.threads() : 1);
        });
    }

    /** Returns the worker threads for independent parts of a model; empty with a single thread or on a GPU. */
    public Optional<WorkerPool> workers() {
        return workers;
    }

    /**
     * Runs {@code work} and waits for its result.
     *
     * @throws CancellationException if the calling thread is interrupted
     */
    public <T> T call(Callable<T> work) {
        Future<T> future = thread.submit(work);
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped; run the cell again to resume");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException cause -> cause;
                case Error cause -> throw cause;
                case null, default -> new IllegalStateException(e.getCause());
            };
        }
    }

    /** Closes {@code resource} after the queued work and stops the thread. Waits at most one second. */
    public void closeAfterQueuedWork(AutoCloseable resource) {
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
