package audiotokens.pipeline.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;

/** An open file that is read at given positions. Thread-safe. */
public interface PositionedReader extends Closeable {
    /**
     * Reads up to {@code length} bytes from a position of the file.
     *
     * @return number of bytes read; -1 at the end of the file
     */
    int read(long position, byte[] bytes, int offset, int length) throws IOException;

    /**
     * Fills an array from a position of the file.
     *
     * @throws EOFException if the file ends before the array is full
     */
    default void readFully(long position, byte[] bytes) throws IOException {
        int filled = 0;
        while (filled < bytes.length) {
            int count = read(position + filled, bytes, filled, bytes.length - filled);
            if (count < 0) {
                throw new EOFException();
            }
            filled += count;
        }
    }

    /** Returns whether the file is still open; interrupting a thread that reads it may have closed it. */
    default boolean isOpen() {
        return true;
    }
}
