package audiotokens.random;

import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The part of CPython's {@code random.Random} that shuffling needs, so that a seed gives the same training and
 * validation clips as in Python.
 *
 * <p>Source: CPython's Lib/random.py and Modules/_randommodule.c: MT19937, seeded by {@code init_by_array} with the
 * seed's 32-bit words, least significant first.
 */
public final class PythonRandom {
    private final UniformRandomProvider generator;

    /** @param seed 0 or more, as {@code random.seed(seed)} */
    public PythonRandom(long seed) {
        int lowWord = (int) seed;
        int highWord = (int) (seed >>> 32);
        this.generator = RandomSource.MT.create(highWord == 0 ? new int[] {lowWord} : new int[] {lowWord, highWord});
    }

    /** Shuffles like {@code random.shuffle(items)}: Fisher-Yates, from the last index down. */
    public void shuffle(List<?> items) {
        for (int i = items.size() - 1; i > 0; i--) {
            Collections.swap(items, i, nextBelow(i + 1));
        }
    }

    /**
     * Draws a number below {@code bound} like {@code _randbelow}: rejection sampling of as many bits as {@code bound}
     * has.
     */
    private int nextBelow(int bound) {
        int unusedBits = Integer.numberOfLeadingZeros(bound);
        int value = generator.nextInt() >>> unusedBits;
        while (value >= bound) {
            value = generator.nextInt() >>> unusedBits;
        }
        return value;
    }
}
