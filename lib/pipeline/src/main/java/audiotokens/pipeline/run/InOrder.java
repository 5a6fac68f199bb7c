package audiotokens.pipeline.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Delivers values from several threads in index order, and blocks threads that are too far ahead of the slowest.
 */
final class InOrder<V> {
    private final int window;
    private final Consumer<V> next;
    private final Map<Integer, V> waiting = new HashMap<>();
    private int due;
    private boolean stopped;

    /**
     * @param window maximum number of indices that a thread may be ahead of the next one to deliver
     * @param next receives the values in order, one call at a time
     */
    InOrder(int window, Consumer<V> next) {
        this.window = window;
        this.next = next;
    }

    /**
     * Blocks until {@code index} is within the window; returns immediately for the next index to deliver.
     *
     * @throws CancellationException if {@link #stop} was called
     */
    synchronized void waitForTurn(int index) throws InterruptedException {
        while (index >= due + window) {
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
        waiting.put(index, value);
        try {
            for (V ready = waiting.remove(due); ready != null; ready = waiting.remove(due)) {
                due++;
                next.accept(ready);
            }
        } finally {
            notifyAll();
        }
    }
}
