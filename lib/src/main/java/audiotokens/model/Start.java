package audiotokens.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a parameter's values are before training. */
public sealed interface Start {

    /** Fills {@code values} with starting values. */
    void fill(float[] values, RandomGenerator random);

    /** Evenly spread between -bound and bound. */
    record Uniform(double bound) implements Start {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-bound, bound);
            }
        }
    }

    /** Normal around 0. */
    record Normal(double deviation) implements Start {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        }
    }

    /** Normal around 0, but the first row, which stands for padding, is 0. */
    record NormalButFirstRow(double deviation, int rowLength) implements Start {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            new Normal(deviation).fill(values, random);
            Arrays.fill(values, 0, rowLength, 0);
        }
    }

    /** All the same. */
    record Constant(float value) implements Start {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            Arrays.fill(values, value);
        }
    }
}
