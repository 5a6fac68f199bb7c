package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Inverted dropout (Srivastava et al., 2014). The masks are drawn either from a generator derived from the run's seed,
 * or on the device by the engine's generator, which is seeded once per step with a number from the run's generator.
 */
public final class Dropout {
    private final Optional<RandomGenerator> random;
    /** Whether the engine draws the masks. */
    private final boolean drawsOnDevice;

    private Dropout(Optional<RandomGenerator> random, boolean drawsOnDevice) {
        this.random = random;
        this.drawsOnDevice = drawsOnDevice;
    }

    /** Creates a dropout that changes nothing, for inference. */
    public static Dropout none() {
        return new Dropout(Optional.empty(), false);
    }

    /** Creates a dropout that draws the masks from {@code random}. */
    public static Dropout from(RandomGenerator random) {
        return new Dropout(Optional.of(random), false);
    }

    /**
     * Creates a dropout whose masks the engine draws on the device, which avoids copying them to a GPU. The engine has
     * one generator per device, so only one pass at a time may draw from it. Masks for the same seed differ between
     * devices.
     *
     * @param random source of each pass's seed
     */
    public static Dropout onDevice(RandomGenerator random) {
        return new Dropout(Optional.of(random), true);
    }

    /** Returns the dropout for training on {@code device}. */
    public static Dropout forDevice(ComputeDevice device, RandomGenerator random) {
        return device.usesGpuSteps() ? onDevice(random) : from(random);
    }

    /** Seeds the engine if it draws the masks. Call at the start of a pass. */
    void startPass() {
        if (drawsOnDevice) {
            JniUtils.setSeed(random.orElseThrow().nextLong());
        }
    }

    /** Returns the generator derived from the run's seed; empty if dropout is off. */
    Optional<RandomGenerator> random() {
        return random;
    }

    /** Zeroes each value with probability {@code rate} and divides the others by 1 - {@code rate}. */
    public NDArray apply(NDManager manager, NDArray values, double rate) {
        if (random.isEmpty() || rate == 0) {
            return values;
        }
        if (drawsOnDevice) {
            return JniUtils.dropout((PtNDArray) values, rate, true);
        }
        return values.mul(manager.create(mask(Math.toIntExact(values.size()), rate), values.getShape()));
    }

    /** Draws four values from each 64 random bits; the rate is exact to 1/131072. */
    private float[] mask(int length, double rate) {
        int dropThreshold = (int) Math.round(rate * 65536);
        float keepScale = (float) (1 / (1 - rate));
        float[] mask = new float[length];
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if ((i & 3) == 0) {
                bits = random.get().nextLong();
            }
            mask[i] = (bits & 0xffff) < dropThreshold ? 0 : keepScale;
            bits >>>= 16;
        }
        return mask;
    }
}
