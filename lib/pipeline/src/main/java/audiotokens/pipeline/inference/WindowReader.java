package audiotokens.pipeline.inference;

import audiotokens.audio.AudioException;
import audiotokens.audio.AudioWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Decodes windows ahead of the consumer, on a separate thread. */
final class WindowReader implements AutoCloseable {
    private static final int QUEUE_CAPACITY = 32;
    private static final long POLL_MILLIS = 50;

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final BooleanSupplier stopped;
    private final Thread thread;
    private boolean ended;
    private @Nullable AudioException problem;

    /** A window; or empty at the end, with the error if there was one. */
    private record Item(Optional<AudioWindows.Window> window, Optional<AudioException> problem) {}

    /**
     * @param windows windows to read; closed by the reading thread
     * @param stopped polled regularly; true ends early
     */
    WindowReader(AudioWindows windows, BooleanSupplier stopped) {
        this.stopped = stopped;
        thread = Thread.ofPlatform().daemon().name("decode").start(() -> read(windows));
    }

    private void read(AudioWindows windows) {
        try (windows) {
            Optional<AudioWindows.Window> next;
            do {
                next = windows.next();
                queue.put(new Item(next, Optional.empty()));
            } while (next.isPresent());
        } catch (AudioException e) {
            putLast(e);
        } catch (RuntimeException e) {
            putLast(new AudioException("the recording", "cannot be decoded: " + e, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the reader was closed
        }
    }

    private void putLast(AudioException reason) {
        try {
            queue.put(new Item(Optional.empty(), Optional.of(reason)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the next windows; an empty list at the end.
     *
     * @param max maximum number of windows
     * @param waitForAll whether to wait for {@code max} windows; otherwise for one
     * @throws AudioException after the last window, if the recording could not be decoded completely
     */
    List<AudioWindows.Window> next(int max, boolean waitForAll) throws AudioException, InterruptedException {
        List<AudioWindows.Window> batch = new ArrayList<>();
        while (!ended && batch.size() < max && !stopped.getAsBoolean()) {
            boolean mustWait = waitForAll || batch.isEmpty();
            Item item = mustWait ? queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
            if (item == null) {
                if (mustWait) {
                    continue;
                }
                break;
            }
            item.window().ifPresentOrElse(batch::add, () -> ended = true);
            problem = item.problem().orElse(problem);
        }
        if (batch.isEmpty() && problem != null) {
            throw problem;
        }
        return batch;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
