package audiotokens.audio;

import java.util.Arrays;

/**
 * Resamples a sound of any length that comes in blocks of any size. Gives the samples that {@link Resampler#apply} gives
 * of the whole, to the bit, unless the rates' ratio is of numbers in the thousands; then to float32's rounding. Holds no
 * more of the input than a filter and the widest vector need. For one thread.
 */
public final class ResamplerStream {
    /** Rates without a common divisor have blocks of a second each; waiting for many of them would take minutes. */
    private static final int MAX_INPUT_AT_ONCE = 1 << 17;

    private final Resampler resampler;
    private final int blocksAtOnce;
    private float[] input = new float[1 << 12];
    private int length;
    private long inputLength;
    private long outputLength;

    ResamplerStream(Resampler resampler) {
        this.resampler = resampler;
        this.blocksAtOnce = Math.clamp(MAX_INPUT_AT_ONCE / resampler.stride(), 1, resampler.blocksAtOnce());
        this.length = resampler.isIdentity() ? 0 : resampler.width(); // the zeros before the sound
    }

    /**
     * Takes the next samples.
     *
     * @param samples at the rate of the input; not kept
     * @return the output that is certain by now, possibly none
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

    /** The rest of the output, after the last samples. */
    public float[] finish() {
        if (resampler.isIdentity()) {
            return new float[0];
        }
        float[] output = new float[Math.toIntExact(resampler.outputLength(inputLength) - outputLength)];
        resampler.compute(Arrays.copyOf(input, length), 0, output);
        return output;
    }
}
