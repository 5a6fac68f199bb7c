package audiotokens.audio;

import java.util.Arrays;
import java.util.Optional;

/**
 * A sound cut into windows of one length, which overlap where the hop is shorter. The last window ends where the sound
 * ends; a sound shorter than a window is one window. Holds two windows at most. For one thread.
 */
public final class AudioWindows implements AutoCloseable {
    private final ResampledStream stream;
    private final int length;
    private final int hopLength;
    private float[] buffer;
    private int count;
    /** The place in the sound of the buffer's first sample. */
    private long offset;
    /** Where the next window starts in the sound. */
    private long nextStart;
    /** Where the sound's last window that was given out ends. */
    private long covered;

    private boolean ended;
    private AudioException fault;

    /**
     * A window.
     *
     * @param start its first sample's place in the sound, from 0
     * @param samples not copied, not to be changed
     */
    public record Window(long start, float[] samples) {}

    /**
     * @param stream closed with this
     * @param length samples of a window
     * @param hopLength samples from one window to the next, 1 to {@code length}
     */
    public AudioWindows(ResampledStream stream, int length, int hopLength) {
        if (length < 1 || hopLength < 1 || hopLength > length) {
            throw new IllegalArgumentException("windows of " + length + " samples every " + hopLength);
        }
        this.stream = stream;
        this.length = length;
        this.hopLength = hopLength;
        this.buffer = new float[2 * length];
    }

    /**
     * The next window; empty after the last.
     *
     * @throws AudioException after the last window, where the sound could not be decoded to its end
     */
    public Optional<Window> next() throws AudioException {
        while (!ended && offset + count < nextStart + length) {
            fill();
        }
        long end = offset + count;
        if (end >= nextStart + length) {
            return Optional.of(window(nextStart));
        }
        if (covered < end) {
            return Optional.of(window(Math.max(0, end - length)));
        }
        if (fault != null) {
            throw fault;
        }
        return Optional.empty();
    }

    /** Samples of the sound that have been read. */
    public long samplesRead() {
        return offset + count;
    }

    private Window window(long start) {
        int from = (int) (start - offset);
        float[] samples = Arrays.copyOfRange(buffer, from, Math.min(from + length, count));
        covered = start + samples.length;
        nextStart = start + hopLength;
        return new Window(start, samples);
    }

    private void fill() {
        // the last window may reach back by as much as its length from the end
        int unused = (int) Math.max(0, Math.min(covered - length - offset, count));
        if (unused > 0 && count > buffer.length / 2) {
            System.arraycopy(buffer, unused, buffer, 0, count - unused);
            count -= unused;
            offset += unused;
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
            fault = e;
            ended = true;
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
