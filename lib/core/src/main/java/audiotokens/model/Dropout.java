package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Drops values while a model trains and scales those that stay, so that their mean stays the same (Srivastava et al.,
 * 2014). Masks are drawn from a stream of the run's seed, never from the engine's own.
 */
public final class Dropout {
    private final Optional<RandomGenerator> random;

    private Dropout(Optional<RandomGenerator> random) {
        this.random = random;
    }

    /** Drops nothing, as when a model predicts. */
    public static Dropout none() {
        return new Dropout(Optional.empty());
    }

    /** Drops by what {@code random} says. */
    public static Dropout from(RandomGenerator random) {
        return new Dropout(Optional.of(random));
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
