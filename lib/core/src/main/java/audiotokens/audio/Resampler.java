package audiotokens.audio;

/**
 * Changes a waveform's sample rate with a windowed-sinc filter, one filter a phase of the rates' ratio.
 *
 * <p>As torchaudio's {@code Resample} by default: Hann window, 6 zero crossings on either side, roll-off 0.99. Source:
 * J. O. Smith, "Digital Audio Resampling Home Page", CCRMA.
 */
public final class Resampler {
    private static final int ZERO_CROSSINGS = 6;
    private static final double ROLL_OFF = 0.99;

    private final int from;
    private final int to;
    private final int stride;
    private final int phases;
    private final int width;
    /** Per phase, the first input sample of its filter, counted from {@code width} before the phase's block. */
    private final int[] firstTap;
    /** Per phase, its filter without the zeros at both ends. */
    private final float[][] taps;
    /** The same filters in float64, for {@link #applyPrecisely}. */
    private final double[][] preciseTaps;

    private final TapSums tapSums = TapSums.fastest();

    /**
     * @param from the rate of the input, in Hz
     * @param to the rate of the output, in Hz
     */
    public Resampler(int from, int to) {
        if (from <= 0 || to <= 0) {
            throw new IllegalArgumentException("cannot resample from " + from + " Hz to " + to + " Hz");
        }
        this.from = from;
        this.to = to;
        int divisor = greatestCommonDivisor(from, to);
        stride = from / divisor;
        phases = to / divisor;
        double cutoff = Math.min(stride, phases) * ROLL_OFF;
        width = (int) Math.ceil(ZERO_CROSSINGS * stride / cutoff);
        firstTap = new int[phases];
        taps = new float[phases][];
        preciseTaps = new double[phases][];
        for (int phase = 0; phase < phases; phase++) {
            double centre = (double) phase / phases * stride + width;
            int first = Math.max(0, (int) Math.floor(centre) - width);
            int last = Math.min(2 * width + stride - 1, (int) Math.ceil(centre) + width);
            firstTap[phase] = first;
            taps[phase] = new float[last - first + 1];
            preciseTaps[phase] = new double[last - first + 1];
            // for a filter of float32 torch divides the phase in float32 before it goes on in float64
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
     * Resamples; a waveform that has the rate already is given back as it is.
     *
     * @return ceil(samples * to / from) samples at the rate {@code to}
     */
    public Waveform apply(Waveform waveform) {
        checkRate(waveform);
        if (from == to) {
            return waveform;
        }
        float[] input = waveform.samples();
        int length = Math.toIntExact(outputLength(input.length));
        float[] output = new float[length];
        compute(input, width, output);
        return new Waveform(output, to);
    }

    /** Samples at the rate {@code to} that so many at {@code from} give. */
    public long outputLength(long inputLength) {
        return (phases * inputLength + stride - 1) / stride;
    }

    /** A resampler of one sound that comes in blocks. */
    public ResamplerStream stream() {
        return new ResamplerStream(this);
    }

    /** Input samples that give {@link #phases} output samples. */
    int stride() {
        return stride;
    }

    /** Output samples that {@link #stride} input samples give. */
    int phases() {
        return phases;
    }

    /** Input samples that a filter reaches back before its block, and beyond it. */
    int width() {
        return width;
    }

    boolean isIdentity() {
        return from == to;
    }

    /** Output blocks that are computed by vectors as a whole, so that a sound gives the same samples in parts. */
    int blocksAtOnce() {
        return tapSums.countAtOnce();
    }

    /**
     * Fills {@code output} from a block's start on.
     *
     * @param input its sample 0 lies {@code width - zeros} before the first block; beyond its end are zeros
     * @param zeros that come before the input
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
                int at = firstTap[phase] + tap;
                starts[tap] = at % stride * planeLength + at / stride;
            }
            tapSums.compute(planes, starts, taps[phase], sums, blocks);
            for (int i = 0, at = phase; at < length; i++, at += phases) {
                output[at] = sums[i];
            }
        }
    }

    /**
     * A stretch of what {@link #apply} gives, in float64 throughout, as torchaudio's {@code Resample} with
     * {@code dtype=torch.float64}.
     *
     * @param start the first sample, from 0
     * @param end one past the last
     */
    public double[] applyPrecisely(Waveform waveform, int start, int end) {
        checkRate(waveform);
        float[] input = waveform.samples();
        double[] output = new double[end - start];
        for (int i = start; i < end; i++) {
            output[i - start] = from == to ? input[i] : sum(input, i);
        }
        return output;
    }

    private void checkRate(Waveform waveform) {
        if (waveform.sampleRate() != from) {
            throw new IllegalArgumentException(
                    "the waveform has " + waveform.sampleRate() + " Hz; this resampler takes " + from + " Hz");
        }
    }

    /** Four sums do not wait for each other. */
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
     * The input after {@code zeros} zeros, dealt out in turn to as many planes as the stride is long: what one tap meets
     * in the blocks of a phase then lies side by side.
     *
     * @return (stride, planeLength)
     */
    private float[] planes(float[] input, int zeros, int planeLength) {
        float[] planes = new float[Math.multiplyExact(stride, planeLength)];
        for (int plane = 0; plane < stride; plane++) {
            int skipped = Math.floorMod(plane - zeros, stride);
            int at = plane * planeLength + (skipped + zeros) / stride;
            for (int i = skipped; i < input.length; i += stride) {
                planes[at++] = input[i];
            }
        }
        return planes;
    }
}
