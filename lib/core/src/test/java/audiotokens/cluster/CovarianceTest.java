package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CovarianceTest {
    private static float[] vectors(int count, int nFeatures) {
        Random random = new Random(3);
        float[] vectors = new float[count * nFeatures];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextGaussian() * (1 + i % nFeatures);
        }
        return vectors;
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 1", "2, 1, 1", "127, 3, 2", "128, 16, 3", "300, 37, 1", "300, 37, 2", "1000, 112, 5"})
    void covarianceIsBitIdenticalToASequentialSumForAnyNumberOfThreads(int count, int nFeatures, int threads) {
        float[] vectors = vectors(count, nFeatures);
        double[] mean = new double[nFeatures];
        for (int i = 0; i < vectors.length; i++) {
            mean[i % nFeatures] += (double) vectors[i] / count;
        }
        double[][] expected = new double[nFeatures][nFeatures];
        for (int i = 0; i < nFeatures; i++) {
            for (int j = 0; j < nFeatures; j++) {
                double sum = 0;
                for (int row = 0; row < count; row++) {
                    sum += (vectors[row * nFeatures + i] - mean[i]) * (vectors[row * nFeatures + j] - mean[j]);
                }
                expected[i][j] = sum / Math.max(1, count - 1);
            }
        }
        double[][] actual = Covariance.of(vectors, mean, threads);
        for (int i = 0; i < nFeatures; i++) {
            assertArrayEquals(expected[i], actual[i]);
        }
    }

    @Test
    void theVectorizedLoopIsBitIdenticalToTheScalarLoop() {
        int nRows = 100;
        int nPaddedFeatures = 48;
        double[] centered = new double[nRows * nPaddedFeatures];
        Random random = new Random(5);
        for (int i = 0; i < centered.length; i++) {
            centered[i] = random.nextGaussian();
        }
        double[] scalar = new double[nPaddedFeatures * nPaddedFeatures];
        double[] vector = new double[nPaddedFeatures * nPaddedFeatures];
        for (int start = 0; start < nPaddedFeatures; start += Covariance.FEATURE_TILE) {
            Covariance.addProducts(centered, nRows, nPaddedFeatures, start, scalar);
            VectorCovariance.addProducts(centered, nRows, nPaddedFeatures, start, vector);
        }
        for (int i = 0; i < nPaddedFeatures; i++) {
            for (int j = 0; j <= i; j++) {
                assertArrayEquals(
                        new double[] {scalar[i * nPaddedFeatures + j]},
                        new double[] {vector[i * nPaddedFeatures + j]},
                        i + ", " + j);
            }
        }
    }
}
