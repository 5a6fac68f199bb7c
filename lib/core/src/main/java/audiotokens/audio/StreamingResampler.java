package audiotokens.audio;

import java.util.Arrays;

/**
 * Resamples a recording of any length that arrives in parts of any size. The output equals that of
 * {@link Resampler#apply} bit for bit, or up to float32 rounding if the input rate, divided by the greatest common
 * divisor of both rates, is in the thousands. Buffers only what the filter and one vector computation need. Not
 * thread-safe.
 */
public final class StreamingResampler {
    /** For coprime rates a block of {@link Resampler} is one second long; buffering many delays the output. */
    private static final int MAX_INPUT_AT_ONCE = 1 << 17;

    private final Resampler resampler;
    private final int blocksAtOnce;
    private float[] input = new float[1 << 12];
    private int length;
    private long inputLength;
    private long outputLength;

    StreamingResampler(Resampler resampler) {
        this.resampler = resampler;
        this.blocksAtOnce = Math.clamp(MAX_INPUT_AT_ONCE / resampler.stride(), 1, resampler.blocksAtOnce());
        this.length = resampler.isIdentity() ? 0 : resampler.width(); // zero padding at the start
    }

    /**
     * Adds the next input samples.
     *
     * @param samples samples at the input rate; not retained
     * @return the output samples that are complete, possibly none
     */
    public float[] push(float[] samples) {
        inputLength += samples.length;
        if (resampler.isIdentity()) {
            return samples.clone();
        }
        if (input.length < length + samples.length) {
            input = Arrays.copyOf(input, Math.max(length + samples.length, 2 * input.length));
        }
        System.arraycopy(samples, 0, input, length, samples.length);
        length += samples.length;
        int stride = resampler.stride();
        int blocks = Math.max(0, (length - 2 * resampler.width()) / stride);
        blocks -= blocks % blocksAtOnce;
        float[] output = new float[blocks * resampler.phases()];
        if (blocks > 0) {
            resampler.compute(Arrays.copyOf(input, blocks * stride + 2 * resampler.width()), 0, output);
            length -= blocks * stride;
            System.arraycopy(input, blocks * stride, input, 0, length);
            outputLength += output.length;
        }
        return output;
    }

    /** Returns the remaining output after the last input. */
    public float[] finish() {
        if (resampler.isIdentity()) {
            return new float[0];
        }
        float[] output = new float[Math.toIntExact(resampler.outputLength(inputLength) - outputLength)];
        resampler.compute(Arrays.copyOf(input, length), 0, output);
        return output;
    }
}
