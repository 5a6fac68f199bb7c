package audiotokens.pipeline.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Brings values that come from several threads into the order of their places, and holds back threads that are too far
 * ahead of the slowest.
 */
final class InOrder<V> {
    private final int window;
    private final Consumer<V> next;
    private final Map<Integer, V> waiting = new HashMap<>();
    private int due;
    private boolean stopped;

    /**
     * @param window how many places a thread may be ahead of the one that is due
     * @param next is given the values in order, by one thread at a time
     */
    InOrder(int window, Consumer<V> next) {
        this.window = window;
        this.next = next;
    }

    /**
     * Returns when {@code place} is not too far ahead; at once for the place that is due.
     *
     * @throws CancellationException where {@link #stop} has been called
     */
    synchronized void waitForTurn(int place) throws InterruptedException {
        while (place >= due + window) {
            if (stopped) {
                throw new CancellationException("another item has stopped the work");
            }
            wait();
        }
    }

    /** Lets go of the threads that wait: a place before theirs will never come. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized void put(int place, V value) {
        waiting.put(place, value);
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
