package audiotokens.spark;

import audiotokens.pipeline.storage.PositionedReader;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.StreamCapabilities;

/** Reads a file through Hadoop's streams. Concurrent reads use different streams, since a read locks an S3 stream. */
final class StreamReader implements PositionedReader {
    private final StreamOpener opener;
    private final Queue<FSDataInputStream> idleStreams = new ConcurrentLinkedQueue<>();

    /** @throws IOException if the file cannot be opened */
    StreamReader(StreamOpener opener) throws IOException {
        this.opener = opener;
        idleStreams.add(opener.open());
    }

    @FunctionalInterface
    interface StreamOpener {
        FSDataInputStream open() throws IOException;
    }

    @FunctionalInterface
    private interface ReadOperation {
        int read(FSDataInputStream stream) throws IOException;
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
        return read(stream -> stream.read(position, bytes, offset, length));
    }

    @Override
    public void readFully(long position, byte[] bytes) throws IOException {
        read(stream -> {
            stream.readFully(position, bytes);
            return bytes.length;
        });
    }

    private int read(ReadOperation operation) throws IOException {
        FSDataInputStream idleStream = idleStreams.poll();
        FSDataInputStream stream = idleStream == null ? opener.open() : idleStream;
        try {
            int count = operation.read(stream);
            if (stream.hasCapability(StreamCapabilities.UNBUFFER)) {
                stream.unbuffer(); // frees the connection, since there may be more files than connections
            }
            return count;
        } finally {
            idleStreams.add(stream);
        }
    }

    @Override
    public void close() throws IOException {
        for (FSDataInputStream stream = idleStreams.poll(); stream != null; stream = idleStreams.poll()) {
            stream.close();
        }
    }
}
