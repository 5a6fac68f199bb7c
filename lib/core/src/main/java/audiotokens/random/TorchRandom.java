package audiotokens.random;

/**
 * The part of PyTorch's CPU generator that weight initialization and shuffling need, so that a seed gives the same
 * initial weights and clip order as in PyTorch.
 *
 * <p>Source: MT19937 (Matsumoto and Nishimura, 1998), seeded and converted to numbers as in PyTorch's
 * aten/src/ATen/core (MT19937RNGEngine.h, TransformationHelper.h, DistributionsHelper.h) and ATen/native
 * (cpu/DistributionTemplates.h, TensorFactories.cpp). Commons RNG's MT19937, which {@link PythonRandom} draws from,
 * cannot be used here: it is seeded with an array, like CPython's, whereas PyTorch's is seeded with a single number.
 * Integers and uniform values are equal to PyTorch's; normal values agree up to float32 rounding, since PyTorch uses
 * vectorized implementations of log, sin and cos.
 */
public final class TorchRandom {
    private static final int STATE_SIZE = 624;
    private static final int SHIFT_SIZE = 397;
    /** Block size of the Box-Muller transform: eight pairs. */
    private static final int BLOCK_SIZE = 16;

    private final int[] state = new int[STATE_SIZE];
    private int nextIndex = STATE_SIZE;
    /** The second value of a Box-Muller pair, if only the first has been used. */
    private double cachedNormal = Double.NaN;

    /** @param seed 0 or more, as for {@code torch.manual_seed}, which uses the lowest 32 bits */
    public TorchRandom(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < STATE_SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /**
     * Fills values like {@code tensor.uniform_(from, to)}, with a single rounding (fused multiply-add), like PyTorch's
     * compiled code.
     */
    public void fillUniform(float[] values, double from, double to) {
        float low = (float) from;
        float width = (float) to - low;
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.fma(nextFloat(), width, low);
        }
    }

    /**
     * Fills values like {@code tensor.normal_(0, standardDeviation)}: Box-Muller transform of pairs half a block apart.
     */
    public void fillNormal(float[] values, double standardDeviation) {
        if (values.length < BLOCK_SIZE) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (nextNormal() * standardDeviation);
            }
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = nextFloat();
        }
        int blocksEnd = values.length / BLOCK_SIZE * BLOCK_SIZE;
        for (int first = 0; first < blocksEnd; first += BLOCK_SIZE) {
            applyBoxMuller(values, first, standardDeviation);
        }
        if (blocksEnd < values.length) {
            int last = values.length - BLOCK_SIZE;
            for (int i = last; i < values.length; i++) {
                values[i] = nextFloat();
            }
            applyBoxMuller(values, last, standardDeviation);
        }
    }

    private static void applyBoxMuller(float[] values, int first, double standardDeviation) {
        for (int i = first; i < first + BLOCK_SIZE / 2; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - values[i])) * standardDeviation;
            double angle = 2 * Math.PI * values[i + BLOCK_SIZE / 2];
            values[i] = (float) (radius * Math.cos(angle));
            values[i + BLOCK_SIZE / 2] = (float) (radius * Math.sin(angle));
        }
    }

    private double nextNormal() {
        if (!Double.isNaN(cachedNormal)) {
            double value = cachedNormal;
            cachedNormal = Double.NaN;
            return value;
        }
        double angle = 2 * Math.PI * nextDouble();
        double radius = Math.sqrt(-2 * Math.log1p(-nextDouble()));
        cachedNormal = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }

    /**
     * Draws a seed for another generator, 0 or more, as PyTorch does with
     * {@code torch.empty((), dtype=torch.int64).random_()}.
     */
    public long nextSeed() {
        return nextLong() & Long.MAX_VALUE;
    }

    /** Draws a random permutation of 0 to {@code size - 1}, like {@code torch.randperm(size)}. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = 0; i < size - 1; i++) {
            int other = i + Integer.remainderUnsigned(nextInt(), size - i);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    /** Draws a uniform value in [0, 1) from 24 random bits. */
    private float nextFloat() {
        return (nextInt() & 0xffffff) * 0x1p-24f;
    }

    /** Draws a uniform value in [0, 1) from 53 random bits. */
    private double nextDouble() {
        return (nextLong() & ((1L << 53) - 1)) * 0x1p-53;
    }

    private long nextLong() {
        long high = nextInt();
        return high << 32 | Integer.toUnsignedLong(nextInt());
    }

    private int nextInt() {
        if (nextIndex == STATE_SIZE) {
            twist();
        }
        int y = state[nextIndex++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < STATE_SIZE; i++) {
            int combined = (state[i] & 0x80000000) | (state[(i + 1) % STATE_SIZE] & 0x7fffffff);
            int mask = (combined & 1) == 0 ? 0 : 0x9908b0df;
            state[i] = state[(i + SHIFT_SIZE) % STATE_SIZE] ^ combined >>> 1 ^ mask;
        }
        nextIndex = 0;
    }
}
