package audiotokens.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Independent random streams derived from one seed, each identified by purpose and position.
 *
 * <p>A stream does not depend on earlier draws, so a training run resumed at epoch 7 draws the same numbers as an
 * uninterrupted one.
 *
 * @param seed the configuration's seed
 */
public record RandomStreams(long seed) {

    /** Returns the stream for {@code purpose} at position {@code coordinates}, for example epoch and step. */
    public RandomGenerator stream(String purpose, long... coordinates) {
        long state = mix(seed);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state ^ purpose.charAt(i));
        }
        for (long coordinate : coordinates) {
            state = mix(state + coordinate);
        }
        return new SplittableRandom(state);
    }

    /** Applies one step and the finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
