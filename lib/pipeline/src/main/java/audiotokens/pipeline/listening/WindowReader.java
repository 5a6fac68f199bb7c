package audiotokens.pipeline.listening;

import audiotokens.audio.AudioException;
import audiotokens.audio.AudioWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Decodes windows on a thread of its own, a few ahead of whoever takes them. */
final class WindowReader implements AutoCloseable {
    private static final int AHEAD = 32;
    private static final long POLL_MILLIS = 50;

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
    private final BooleanSupplier stopped;
    private final Thread thread;
    private boolean ended;
    private AudioException fault;

    /** A window, or neither at the end, or what went wrong there. */
    private record Item(Optional<AudioWindows.Window> window, Optional<AudioException> fault) {}

    /**
     * @param windows closed on the reading thread
     * @param stopped asked now and then whether to end early
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
            putLast(new AudioException("the sound", "cannot be decoded: " + e, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody takes any more
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
     * The next windows; none after the last.
     *
     * @param max how many at most
     * @param wait whether to wait for {@code max}; otherwise for one
     * @throws AudioException after the last window, where the sound could not be decoded to its end
     */
    List<AudioWindows.Window> next(int max, boolean wait) throws AudioException, InterruptedException {
        List<AudioWindows.Window> taken = new ArrayList<>();
        while (!ended && taken.size() < max && !stopped.getAsBoolean()) {
            boolean block = wait || taken.isEmpty();
            Item item = block ? queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
            if (item == null) {
                if (block) {
                    continue;
                }
                break;
            }
            item.window().ifPresentOrElse(taken::add, () -> ended = true);
            fault = item.fault().orElse(fault);
        }
        if (taken.isEmpty() && fault != null) {
            throw fault;
        }
        return taken;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
