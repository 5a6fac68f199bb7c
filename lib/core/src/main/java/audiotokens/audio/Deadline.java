package audiotokens.audio;

import java.io.IOException;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Timeout for decoding one file. FFmpeg's interrupt callback checks it too, since a Java interrupt does not stop native
 * code. Owns native memory until closed.
 */
final class Deadline implements AutoCloseable {
    /** Stateless and shared: JavaCPP supports only a limited number of callbacks. */
    private static final AVIOInterruptCB.Callback_Pointer IS_EXPIRED = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer end) {
            return new LongPointer(end).get() - System.nanoTime() < 0 ? 1 : 0;
        }
    };

    private final Duration timeout;
    private final LongPointer end = new LongPointer(1);

    /** Starts the timer. */
    Deadline(Duration timeout) {
        this.timeout = timeout;
        restart();
    }

    /** Restarts the timer. */
    void restart() {
        end.put(System.nanoTime() + timeout.toNanos());
    }

    /** Makes FFmpeg abort work on {@code context} when the timeout expires. */
    void bind(AVFormatContext context) {
        context.interrupt_callback().callback(IS_EXPIRED).opaque(end);
    }

    /**
     * Checks the timeout.
     *
     * @throws IOException if the timeout has expired
     */
    void check() throws IOException {
        if (end.get() - System.nanoTime() < 0) {
            throw new IOException("takes longer than " + timeout.toSeconds() + " s to decode");
        }
    }

    @Override
    public void close() {
        end.deallocate();
    }
}
