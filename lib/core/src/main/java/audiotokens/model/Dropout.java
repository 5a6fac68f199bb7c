package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Drops values while a model trains and scales those that stay, so that their mean stays the same (Srivastava et al.,
 * 2014). Masks follow from a stream of the run's seed: drawn from it one by one, or by the engine on its device, from a
 * seed that the stream gives for each step.
 */
public final class Dropout {
    private final Optional<RandomGenerator> random;
    /** Whether the engine draws the masks. */
    private final boolean byEngine;

    private Dropout(Optional<RandomGenerator> random, boolean byEngine) {
        this.random = random;
        this.byEngine = byEngine;
    }

    /** Drops nothing, as when a model predicts. */
    public static Dropout none() {
        return new Dropout(Optional.empty(), false);
    }

    /** Drops by what {@code random} says. */
    public static Dropout from(RandomGenerator random) {
        return new Dropout(Optional.of(random), false);
    }

    /**
     * Drops by masks that the engine draws where the values are, so that none is copied to a GPU. The engine has one
     * generator a device: only one pass at a time may draw from it. Another device draws other masks from the same seed.
     *
     * @param random gives each pass's seed
     */
    public static Dropout byEngine(RandomGenerator random) {
        return new Dropout(Optional.of(random), true);
    }

    /** The dropout of a training on {@code device}. */
    public static Dropout on(ComputeDevice device, RandomGenerator random) {
        return device.stepsAsDevice() ? byEngine(random) : from(random);
    }

    /** A pass begins. */
    void begin() {
        if (byEngine) {
            JniUtils.setSeed(random.orElseThrow().nextLong());
        }
    }

    /** Where its masks are drawn from; empty where nothing is dropped. */
    Optional<RandomGenerator> random() {
        return random;
    }

    /** {@code values} with a share of {@code rate} set to 0 and the others divided by 1 - {@code rate}. */
    public NDArray apply(NDManager manager, NDArray values, double rate) {
        if (random.isEmpty() || rate == 0) {
            return values;
        }
        if (byEngine) {
            return JniUtils.dropout((PtNDArray) values, rate, true);
        }
        return values.mul(manager.create(mask(Math.toIntExact(values.size()), rate), values.getShape()));
    }

    /** Four values from each 64 random bits: the rate is kept to within 1/131072. */
    private float[] mask(int length, double rate) {
        int dropBelow = (int) Math.round(rate * 65536);
        float kept = (float) (1 / (1 - rate));
        float[] mask = new float[length];
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if ((i & 3) == 0) {
                bits = random.get().nextLong();
            }
            mask[i] = (bits & 0xffff) < dropBelow ? 0 : kept;
            bits >>>= 16;
        }
        return mask;
    }
}
