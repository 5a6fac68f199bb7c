package audiotokens.audio;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Changes a waveform's sample rate with a polyphase windowed-sinc filter.
 *
 * <p>Same as torchaudio's {@code Resample} with its defaults: Hann window, {@code lowpass_filter_width} 6,
 * {@code rolloff} 0.99. Source: J. O. Smith, "Digital Audio Resampling Home Page", CCRMA.
 *
 * <p>A block is {@code stride} input samples and the {@code phases} output samples at the same times; the two numbers
 * are the input and the output rate, divided by the greatest common divisor of both.
 */
public final class Resampler {
    private static final int ZERO_CROSSINGS = 6;
    private static final double ROLL_OFF = 0.99;

    private final int inputRate;
    private final int outputRate;
    private final int stride;
    private final int phases;
    private final int width;
    /** Per phase, the first input sample of its filter, relative to {@code width} samples before the block. */
    private final int[] firstTap;
    /** Per phase, the filter without its leading and trailing zeros. */
    private final float[][] taps;
    /** The same filters in float64, for {@link #applyInFloat64}. */
    private final double[][] preciseTaps;

    private final TapSums tapSums = TapSums.fastest();

    /**
     * @param inputRate input sample rate, in Hz
     * @param outputRate output sample rate, in Hz
     */
    public Resampler(int inputRate, int outputRate) {
        if (inputRate <= 0 || outputRate <= 0) {
            throw new IllegalArgumentException("cannot resample from " + inputRate + " Hz to " + outputRate + " Hz");
        }
        this.inputRate = inputRate;
        this.outputRate = outputRate;
        int divisor = greatestCommonDivisor(inputRate, outputRate);
        stride = inputRate / divisor;
        phases = outputRate / divisor;
        double cutoff = Math.min(stride, phases) * ROLL_OFF;
        width = (int) Math.ceil(ZERO_CROSSINGS * stride / cutoff);
        firstTap = new int[phases];
        taps = new float[phases][];
        preciseTaps = new double[phases][];
        for (int phase = 0; phase < phases; phase++) {
            double center = (double) phase / phases * stride + width;
            int first = Math.max(0, (int) Math.floor(center) - width);
            int last = Math.min(2 * width + stride - 1, (int) Math.ceil(center) + width);
            firstTap[phase] = first;
            taps[phase] = new float[last - first + 1];
            preciseTaps[phase] = new double[last - first + 1];
            // for float32 filters torch divides the phase in float32 before it continues in float64
            double offset = (float) -phase / (float) phases;
            double preciseOffset = (double) -phase / phases;
            for (int i = first; i <= last; i++) {
                double distance = (double) (i - width) / stride;
                taps[phase][i - first] = (float) filter((offset + distance) * cutoff, cutoff / stride);
                preciseTaps[phase][i - first] = filter((preciseOffset + distance) * cutoff, cutoff / stride);
            }
        }
    }

    private static double filter(double crossings, double scale) {
        double t = Math.clamp(crossings, -ZERO_CROSSINGS, ZERO_CROSSINGS);
        double window = Math.pow(Math.cos(t * Math.PI / ZERO_CROSSINGS / 2), 2);
        double angle = t * Math.PI;
        return (angle == 0 ? 1 : Math.sin(angle) / angle) * window * scale;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /**
     * Resamples a waveform. A waveform that already has the output rate is returned unchanged.
     *
     * @return ceil(samples * outputRate / inputRate) samples at {@code outputRate}
     */
    public Waveform apply(Waveform waveform) {
        checkRate(waveform);
        if (inputRate == outputRate) {
            return waveform;
        }
        float[] input = waveform.samples();
        int length = Math.toIntExact(outputLength(input.length));
        float[] output = new float[length];
        compute(input, width, output);
        return new Waveform(output, outputRate);
    }

    /**
     * Computes only the output samples in {@code requested}, bit-identical to those of {@link #apply(Waveform)}.
     *
     * @param waveform only its samples at {@link #requiredInputs} need to be correct
     * @return a waveform as long as the result of {@link #apply(Waveform)}; samples not requested are undefined
     */
    public Waveform apply(Waveform waveform, BitSet requested) {
        checkRate(waveform);
        if (inputRate == outputRate) {
            return waveform;
        }
        float[] input = waveform.samples();
        float[] output = new float[Math.toIntExact(outputLength(input.length))];
        BitSet groups = wholeGroups(requested, output.length);
        for (int first = groups.nextSetBit(0); first >= 0; ) {
            int end = groups.nextClearBit(first);
            int start = firstInput(first);
            float[] part = Arrays.copyOfRange(input, Math.max(0, start), Math.min(input.length, endInput(end)));
            float[] computed = new float[end - first];
            compute(part, Math.max(0, -start), computed);
            System.arraycopy(computed, 0, output, first, computed.length);
            first = groups.nextSetBit(end);
        }
        return new Waveform(output, outputRate);
    }

    /**
     * Returns the indices of the input samples that {@link #apply(Waveform, BitSet)} reads for the {@code requested}
     * output samples.
     */
    public BitSet requiredInputs(BitSet requested, int inputLength) {
        if (inputRate == outputRate) {
            return requested;
        }
        BitSet inputs = new BitSet(inputLength);
        BitSet groups = wholeGroups(requested, Math.toIntExact(outputLength(inputLength)));
        for (int first = groups.nextSetBit(0); first >= 0; ) {
            int end = groups.nextClearBit(first);
            inputs.set(Math.max(0, firstInput(first)), Math.min(inputLength, endInput(end)));
            first = groups.nextSetBit(end);
        }
        return inputs;
    }

    /** Extends {@code requested} to whole groups; a group is the output samples of {@link #blocksAtOnce} blocks. */
    private BitSet wholeGroups(BitSet requested, int length) {
        long group = (long) phases * blocksAtOnce();
        BitSet groups = new BitSet(length);
        for (int first = requested.nextSetBit(0); first >= 0 && first < length; ) {
            int end = (int) Math.min(length, Math.ceilDiv(requested.nextClearBit(first), group) * group);
            groups.set((int) (first / group * group), end);
            first = requested.nextSetBit(end);
        }
        return groups;
    }

    /**
     * Returns the index of the first input sample that affects the block starting at an output sample; may be negative.
     */
    private int firstInput(int outputSample) {
        return outputSample / phases * stride - width;
    }

    /** Returns the end (exclusive) of the input samples that affect the blocks before an output sample. */
    private int endInput(int outputSample) {
        return (int) Math.min(Integer.MAX_VALUE, (long) Math.ceilDiv(outputSample, phases) * stride + width);
    }

    /** Returns the number of output samples for a number of input samples. */
    public long outputLength(long inputLength) {
        return (phases * inputLength + stride - 1) / stride;
    }

    /** Creates a streaming resampler for one recording that arrives in parts. */
    public StreamingResampler stream() {
        return new StreamingResampler(this);
    }

    /** Returns the number of input samples per {@link #phases} output samples. */
    int stride() {
        return stride;
    }

    /** Returns the number of output samples per {@link #stride} input samples. */
    int phases() {
        return phases;
    }

    /** Returns the number of input samples that a filter needs before and after its block. */
    int width() {
        return width;
    }

    boolean isIdentity() {
        return inputRate == outputRate;
    }

    /**
     * Returns the number of blocks that {@link TapSums} computes together, one sum for each. Resampling a recording in
     * parts whose lengths are multiples of this many blocks gives bit-identical samples.
     */
    int blocksAtOnce() {
        return tapSums.tileSize();
    }

    /**
     * Fills {@code output}, whose first sample is the first one of a block.
     *
     * @param input input samples, starting {@code width - zeros} samples before that block; zeros follow the last one
     * @param zeros number of zeros before the first input sample
     */
    void compute(float[] input, int zeros, float[] output) {
        int length = output.length;
        int blocks = (length + phases - 1) / phases;
        int planeLength =
                Math.max(blocks, Math.ceilDiv(input.length + zeros, stride)) + (2 * width + stride) / stride + 1;
        float[] planes = planes(input, zeros, planeLength);
        float[] sums = new float[blocks];
        for (int phase = 0; phase < phases; phase++) {
            int[] starts = new int[taps[phase].length];
            for (int tap = 0; tap < starts.length; tap++) {
                int index = firstTap[phase] + tap;
                starts[tap] = index % stride * planeLength + index / stride;
            }
            tapSums.compute(planes, starts, taps[phase], sums, blocks);
            for (int i = 0, index = phase; index < length; i++, index += phases) {
                output[index] = sums[i];
            }
        }
    }

    /**
     * Computes part of the output of {@link #apply} in float64, like torchaudio's {@code Resample} with
     * {@code dtype=torch.float64}.
     *
     * @param start first output sample, from 0
     * @param end end, exclusive
     */
    public double[] applyInFloat64(Waveform waveform, int start, int end) {
        checkRate(waveform);
        float[] input = waveform.samples();
        double[] output = new double[end - start];
        for (int i = start; i < end; i++) {
            output[i - start] = inputRate == outputRate ? input[i] : sum(input, i);
        }
        return output;
    }

    private void checkRate(Waveform waveform) {
        if (waveform.sampleRate() != inputRate) {
            throw new IllegalArgumentException("the waveform has a sample rate of " + waveform.sampleRate()
                    + " Hz; this resampler takes " + inputRate + " Hz");
        }
    }

    /** Computes one output sample, as four independent sums for instruction-level parallelism. */
    private double sum(float[] input, int sample) {
        double[] weights = preciseTaps[sample % phases];
        int start = Math.toIntExact((long) (sample / phases) * stride - width + firstTap[sample % phases]);
        int end = Math.min(weights.length, input.length - start);
        int tap = Math.max(0, -start);
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (; tap + 3 < end; tap += 4) {
            sum0 += weights[tap] * input[start + tap];
            sum1 += weights[tap + 1] * input[start + tap + 1];
            sum2 += weights[tap + 2] * input[start + tap + 2];
            sum3 += weights[tap + 3] * input[start + tap + 3];
        }
        for (; tap < end; tap++) {
            sum0 += weights[tap] * input[start + tap];
        }
        return sum0 + sum1 + sum2 + sum3;
    }

    /**
     * Deinterleaves the zero-padded input into {@code stride} planes, one per position in a block, so that the samples
     * that one tap reads for consecutive blocks are contiguous.
     *
     * @return (stride, planeLength)
     */
    private float[] planes(float[] input, int zeros, int planeLength) {
        float[] planes = new float[Math.multiplyExact(stride, planeLength)];
        for (int plane = 0; plane < stride; plane++) {
            int skipped = Math.floorMod(plane - zeros, stride);
            int index = plane * planeLength + (skipped + zeros) / stride;
            for (int i = skipped; i < input.length; i += stride) {
                planes[index++] = input[i];
            }
        }
        return planes;
    }
}
