package audiotokens.pipeline.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Delivers values from several threads in index order, and blocks threads that are too far ahead of the slowest.
 */
final class OrderedDelivery<V> {
    private final int window;
    private final Consumer<V> consumer;
    private final Map<Integer, V> pending = new HashMap<>();
    private int nextIndex;
    private boolean stopped;

    /**
     * @param window maximum number of indices that a thread may be ahead of the next index to deliver
     * @param consumer receives the values in order, one call at a time
     */
    OrderedDelivery(int window, Consumer<V> consumer) {
        this.window = window;
        this.consumer = consumer;
    }

    /**
     * Blocks until {@code index} is within the window; returns immediately for the next index to deliver.
     *
     * @throws CancellationException if {@link #stop} was called
     */
    synchronized void waitForTurn(int index) throws InterruptedException {
        while (index >= nextIndex + window) {
            if (stopped) {
                throw new CancellationException("another item has stopped the work");
            }
            wait();
        }
    }

    /** Releases the waiting threads, because an earlier index will never arrive. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized void put(int index, V value) {
        pending.put(index, value);
        try {
            for (V ready = pending.remove(nextIndex); ready != null; ready = pending.remove(nextIndex)) {
                nextIndex++;
                consumer.accept(ready);
            }
        } finally {
            notifyAll();
        }
    }
}
