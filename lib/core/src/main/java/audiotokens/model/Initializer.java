package audiotokens.model;

import audiotokens.random.TorchRandom;
import java.util.Arrays;

/** Initializes a parameter before training. The nested records cover the initializations of PyTorch's layers. */
public interface Initializer {

    /**
     * Fills {@code values}.
     *
     * @param values the parameter's values, last axis fastest
     * @param random the only source of randomness; gives the same numbers as PyTorch's generator with the same seed
     */
    void fill(float[] values, TorchRandom random);

    /**
     * Returns the standard deviation of the values, to which the option {@code embeddingStart=centroids} scales
     * centroids.
     */
    double standardDeviation();

    /** Uniform between -bound and bound. */
    record Uniform(double bound) implements Initializer {
        @Override
        public double standardDeviation() {
            return bound / Math.sqrt(3);
        }

        @Override
        public void fill(float[] values, TorchRandom random) {
            random.fillUniform(values, -bound, bound);
        }
    }

    /** Normal with mean 0. */
    record Normal(double standardDeviation) implements Initializer {
        @Override
        public void fill(float[] values, TorchRandom random) {
            random.fillNormal(values, standardDeviation);
        }
    }

    /** Normal with mean 0, except the first row (the padding token), which is 0. */
    record NormalExceptFirstRow(double standardDeviation, int rowLength) implements Initializer {
        @Override
        public void fill(float[] values, TorchRandom random) {
            new Normal(standardDeviation).fill(values, random);
            Arrays.fill(values, 0, rowLength, 0);
        }
    }

    /** A constant. */
    record Constant(float value) implements Initializer {
        @Override
        public double standardDeviation() {
            return 0;
        }

        @Override
        public void fill(float[] values, TorchRandom random) {
            Arrays.fill(values, value);
        }
    }

    /** Given values. */
    record Given(float[] given) implements Initializer {
        @Override
        public double standardDeviation() {
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
     * Given rows in the first columns, scaled to a root mean square of {@code standardDeviation}. The remaining columns
     * are normal with a tenth of that standard deviation.
     *
     * @param rows (rows, columns), each of L2 norm 1
     * @param columns length of a given row; excess columns are dropped
     * @param width length of a row of the parameter
     */
    record ScaledRows(float[] rows, int columns, int width, double standardDeviation) implements Initializer {
        @Override
        public void fill(float[] values, TorchRandom random) {
            new Normal(standardDeviation / 10).fill(values, random);
            double scale = standardDeviation * Math.sqrt(columns);
            for (int row = 0; row < values.length / width; row++) {
                for (int column = 0; column < Math.min(columns, width); column++) {
                    values[row * width + column] = (float) (scale * rows[row * columns + column]);
                }
            }
        }
    }
}
