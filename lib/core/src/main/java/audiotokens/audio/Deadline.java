package audiotokens.audio;

import java.io.IOException;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The time that one file may take. FFmpeg asks for it too, while it reads and looks for streams, since no interrupt of
 * Java's reaches native code. Owns native memory until closed.
 */
final class Deadline implements AutoCloseable {
    /** Without state, and one for all: JavaCPP has room for few functions that native code calls back. */
    private static final AVIOInterruptCB.Callback_Pointer PASSED = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer end) {
            return new LongPointer(end).get() - System.nanoTime() < 0 ? 1 : 0;
        }
    };

    private final Duration allowed;
    private final LongPointer end = new LongPointer(1);

    /** Begins to count now. */
    Deadline(Duration allowed) {
        this.allowed = allowed;
        restart();
    }

    /** Begins to count anew. */
    void restart() {
        end.put(System.nanoTime() + allowed.toNanos());
    }

    /** Has FFmpeg give up its work on {@code context} when the time has passed. */
    void bind(AVFormatContext context) {
        context.interrupt_callback().callback(PASSED).opaque(end);
    }

    /** @throws IOException where the time has passed */
    void check() throws IOException {
        if (end.get() - System.nanoTime() < 0) {
            throw new IOException("takes longer than " + allowed.toSeconds() + " s to decode");
        }
    }

    @Override
    public void close() {
        end.deallocate();
    }
}
