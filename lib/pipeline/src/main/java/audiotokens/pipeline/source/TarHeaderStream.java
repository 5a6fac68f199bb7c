package audiotokens.pipeline.source;

import audiotokens.pipeline.storage.PositionedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * An input stream of a tar file for reading its headers. The content of entries is not read: {@link #skipContent} makes
 * the stream return zeros instead.
 */
final class TarHeaderStream extends InputStream {
    /** Number of bytes per read: enough for a header with its extensions. */
    private static final int BUFFER_SIZE = 4096;

    private final PositionedReader file;
    private final long length;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private long bufferStart;
    private int bufferedBytes;
    private long position;
    private long contentEnd;

    /** @param length size of the file in bytes */
    TarHeaderStream(PositionedReader file, long length) {
        this.file = file;
        this.length = length;
    }

    /** Makes the stream return the next {@code bytes} bytes as zeros. */
    void skipContent(long bytes) {
        contentEnd = position + bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] oneByte = new byte[1];
        return read(oneByte, 0, 1) < 0 ? -1 : oneByte[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (position >= length) {
            return -1;
        }
        int readBytes;
        if (position < contentEnd) {
            readBytes = (int) Math.min(count, Math.min(contentEnd, length) - position);
            Arrays.fill(bytes, offset, offset + readBytes, (byte) 0);
        } else {
            if (position < bufferStart || position >= bufferStart + bufferedBytes) {
                bufferStart = position;
                bufferedBytes = Math.max(0, file.read(position, buffer, 0, BUFFER_SIZE));
            }
            int start = (int) (position - bufferStart);
            readBytes = Math.min(count, bufferedBytes - start);
            if (readBytes <= 0) {
                return -1;
            }
            System.arraycopy(buffer, start, bytes, offset, readBytes);
        }
        position += readBytes;
        return readBytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
