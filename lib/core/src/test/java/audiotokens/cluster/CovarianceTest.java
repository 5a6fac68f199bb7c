package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CovarianceTest {
    private static float[] vectors(int count, int features) {
        Random random = new Random(3);
        float[] vectors = new float[count * features];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextGaussian() * (1 + i % features);
        }
        return vectors;
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 1", "2, 1, 1", "127, 3, 2", "128, 16, 3", "300, 37, 1", "300, 37, 2", "1000, 112, 5"})
    void covarianceIsBitIdenticalToASequentialSumForAnyNumberOfThreads(int count, int features, int threads) {
        float[] vectors = vectors(count, features);
        double[] mean = new double[features];
        for (int i = 0; i < vectors.length; i++) {
            mean[i % features] += (double) vectors[i] / count;
        }
        double[][] expected = new double[features][features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                double sum = 0;
                for (int row = 0; row < count; row++) {
                    sum += (vectors[row * features + i] - mean[i]) * (vectors[row * features + j] - mean[j]);
                }
                expected[i][j] = sum / Math.max(1, count - 1);
            }
        }
        double[][] actual = Covariance.of(vectors, mean, threads);
        for (int i = 0; i < features; i++) {
            assertArrayEquals(expected[i], actual[i]);
        }
    }

    @Test
    void theVectorizedLoopIsBitIdenticalToTheScalarLoop() {
        int rows = 100;
        int padded = 48;
        double[] centered = new double[rows * padded];
        Random random = new Random(5);
        for (int i = 0; i < centered.length; i++) {
            centered[i] = random.nextGaussian();
        }
        double[] scalar = new double[padded * padded];
        double[] vector = new double[padded * padded];
        for (int start = 0; start < padded; start += Covariance.FEATURES_AT_ONCE) {
            Covariance.addProducts(centered, rows, padded, start, scalar);
            VectorCovariance.addProducts(centered, rows, padded, start, vector);
        }
        for (int i = 0; i < padded; i++) {
            for (int j = 0; j <= i; j++) {
                assertArrayEquals(
                        new double[] {scalar[i * padded + j]}, new double[] {vector[i * padded + j]}, i + ", " + j);
            }
        }
    }
}
