package audiotokens.audio;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording into windows of equal length, which overlap if the hop is shorter than a window. The last window
 * ends at the end of the recording; a recording shorter than a window gives a single shorter window. Buffers at
 * most two windows. Not thread-safe.
 */
public final class AudioWindows implements AutoCloseable {
    private final ResampledStream stream;
    private final int length;
    private final int hopLength;
    private float[] buffer;
    private int count;
    /** Index in the recording of the buffer's first sample. */
    private long offset;
    /** Start of the next window in the recording. */
    private long nextStart;
    /** End of the last window returned. */
    private long coveredEnd;

    private boolean ended;
    private @Nullable AudioException failure;

    /**
     * A window.
     *
     * @param start index of its first sample in the recording, from 0
     * @param samples samples of the window; not copied; do not modify
     */
    public record Window(long start, float[] samples) {}

    /**
     * @param stream closed together with this object
     * @param length samples per window
     * @param hopLength samples between window starts, 1 to {@code length}
     */
    public AudioWindows(ResampledStream stream, int length, int hopLength) {
        if (length < 1 || hopLength < 1 || hopLength > length) {
            throw new IllegalArgumentException("invalid windows: length " + length + ", hop length " + hopLength);
        }
        this.stream = stream;
        this.length = length;
        this.hopLength = hopLength;
        this.buffer = new float[2 * length];
    }

    /**
     * Returns the next window; empty at the end.
     *
     * @throws AudioException after the last window, if the recording could not be decoded to its end
     */
    public Optional<Window> next() throws AudioException {
        while (!ended && offset + count < nextStart + length) {
            fill();
        }
        long end = offset + count;
        if (end >= nextStart + length) {
            return Optional.of(window(nextStart));
        }
        if (coveredEnd < end) {
            return Optional.of(window(Math.max(0, end - length)));
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    /** Returns the number of samples read so far. */
    public long samplesRead() {
        return offset + count;
    }

    private Window window(long start) {
        int from = (int) (start - offset);
        float[] samples = Arrays.copyOfRange(buffer, from, Math.min(from + length, count));
        coveredEnd = start + samples.length;
        nextStart = start + hopLength;
        return new Window(start, samples);
    }

    private void fill() {
        // the last window may start up to one window length before the end
        int nUnused = (int) Math.max(0, Math.min(coveredEnd - length - offset, count));
        if (nUnused > 0 && count > buffer.length / 2) {
            System.arraycopy(buffer, nUnused, buffer, 0, count - nUnused);
            count -= nUnused;
            offset += nUnused;
        }
        try {
            float[] block = stream.next();
            ended = block.length == 0;
            if (buffer.length < count + block.length) {
                buffer = Arrays.copyOf(buffer, Math.max(count + block.length, 2 * buffer.length));
            }
            System.arraycopy(block, 0, buffer, count, block.length);
            count += block.length;
        } catch (AudioException e) {
            failure = e;
            ended = true;
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
