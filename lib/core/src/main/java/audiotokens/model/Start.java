package audiotokens.model;

import audiotokens.random.TorchRandom;
import java.util.Arrays;

/** What a parameter's values are before training. */
public sealed interface Start {

    /** Fills {@code values} with starting values. */
    void fill(float[] values, TorchRandom random);

    /** Standard deviation of the starting values. */
    double deviation();

    /** Evenly spread between -bound and bound. */
    record Uniform(double bound) implements Start {
        @Override
        public double deviation() {
            return bound / Math.sqrt(3);
        }

        @Override
        public void fill(float[] values, TorchRandom random) {
            random.fillUniform(values, -bound, bound);
        }
    }

    /** Normal around 0. */
    record Normal(double deviation) implements Start {
        @Override
        public void fill(float[] values, TorchRandom random) {
            random.fillNormal(values, deviation);
        }
    }

    /** Normal around 0, but the first row, which stands for padding, is 0. */
    record NormalButFirstRow(double deviation, int rowLength) implements Start {
        @Override
        public void fill(float[] values, TorchRandom random) {
            new Normal(deviation).fill(values, random);
            Arrays.fill(values, 0, rowLength, 0);
        }
    }

    /** All the same. */
    record Constant(float value) implements Start {
        @Override
        public double deviation() {
            return 0;
        }

        @Override
        public void fill(float[] values, TorchRandom random) {
            Arrays.fill(values, value);
        }
    }

    /** Given values. */
    record Given(float[] given) implements Start {
        @Override
        public double deviation() {
            double sum = 0;
            double squares = 0;
            for (float value : given) {
                sum += value;
                squares += value * value;
            }
            return Math.sqrt(squares / given.length - Math.pow(sum / given.length, 2));
        }

        @Override
        public void fill(float[] values, TorchRandom random) {
            System.arraycopy(given, 0, values, 0, values.length);
        }
    }

    /**
     * Given rows in the first columns, scaled to a root mean square of {@code deviation}; the columns to their right
     * normal around 0, a tenth as wide.
     *
     * @param rows (rows, columns), of unit L2 norm each
     * @param columns length of a given row; where the parameter has fewer, the last ones are left out
     * @param width length of a row of the parameter
     */
    record Rows(float[] rows, int columns, int width, double deviation) implements Start {
        @Override
        public void fill(float[] values, TorchRandom random) {
            new Normal(deviation / 10).fill(values, random);
            double scale = deviation * Math.sqrt(columns);
            for (int row = 0; row < values.length / width; row++) {
                for (int column = 0; column < Math.min(columns, width); column++) {
                    values[row * width + column] = (float) (scale * rows[row * columns + column]);
                }
            }
        }
    }
}
