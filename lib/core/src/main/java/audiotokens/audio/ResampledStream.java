package audiotokens.audio;

import org.jspecify.annotations.Nullable;

/** An {@link AudioStream} at another sample rate. Not thread-safe. */
public final class ResampledStream implements AutoCloseable {
    private final AudioStream stream;
    private final StreamingResampler resampler;
    private boolean ended;
    private @Nullable AudioException failure;

    /**
     * @param stream closed together with this object
     * @param sampleRate sample rate of the returned blocks, in Hz
     */
    public ResampledStream(AudioStream stream, int sampleRate) {
        this.stream = stream;
        this.resampler = new Resampler(stream.sampleRate(), sampleRate).stream();
    }

    /**
     * Returns the next samples; an empty array at the end.
     *
     * @throws AudioException after the last decodable sample, if some packets could not be decoded or the file is
     *     truncated
     */
    public float[] next() throws AudioException {
        while (!ended) {
            float[] resampled = nextBlock();
            if (resampled.length > 0) {
                return resampled;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return new float[0];
    }

    private float[] nextBlock() {
        try {
            float[] block = stream.next();
            ended = block.length == 0;
            return ended ? resampler.finish() : resampler.push(block);
        } catch (AudioException e) {
            failure = e;
            ended = true;
            return resampler.finish();
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
