package audiotokens.spark;

import audiotokens.pipeline.storage.PositionedReader;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.StreamCapabilities;

/** Reads a file through Hadoop's streams. Each concurrent read has its own stream, since those of S3 lock. */
final class StreamReader implements PositionedReader {
    private final Opening opening;
    private final Queue<FSDataInputStream> idle = new ConcurrentLinkedQueue<>();

    /** @throws IOException if the file cannot be opened */
    StreamReader(Opening opening) throws IOException {
        this.opening = opening;
        idle.add(opening.open());
    }

    @FunctionalInterface
    interface Opening {
        FSDataInputStream open() throws IOException;
    }

    @FunctionalInterface
    private interface Reading {
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

    private int read(Reading reading) throws IOException {
        FSDataInputStream free = idle.poll();
        FSDataInputStream stream = free == null ? opening.open() : free;
        try {
            int count = reading.read(stream);
            if (stream.hasCapability(StreamCapabilities.UNBUFFER)) {
                stream.unbuffer(); // returns the connection, since there may be more files than connections
            }
            return count;
        } finally {
            idle.add(stream);
        }
    }

    @Override
    public void close() throws IOException {
        for (FSDataInputStream stream = idle.poll(); stream != null; stream = idle.poll()) {
            stream.close();
        }
    }
}
