package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestCentroidTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 2, 3", "100, 33, 64", "101, 500, 64", "64, 65, 640", "5, 32, 16"})
    void theVectorizedAndScalarKernelsFindTheNearestCentroids(int count, int k, int dimensions) {
        Random random = new Random(count * 31L + k);
        float[] points = randomValues(random, count * dimensions);
        float[] centroids = randomValues(random, k * dimensions);
        int[] expected = new int[count];
        double[] minDistances = new double[count];
        for (int i = 0; i < count; i++) {
            minDistances[i] = Double.POSITIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                double sum = 0;
                for (int d = 0; d < dimensions; d++) {
                    double difference = (double) points[i * dimensions + d] - centroids[c * dimensions + d];
                    sum += difference * difference;
                }
                if (sum < minDistances[i]) {
                    minDistances[i] = sum;
                    expected[i] = c;
                }
            }
        }
        for (NearestCentroid search : new NearestCentroid[] {
            new ScalarNearestCentroid(centroids, dimensions), new VectorNearestCentroid(centroids, dimensions)
        }) {
            int[] nearest = new int[count];
            float[] distances = new float[count];
            int middle = count / 3;
            search.find(points, 0, middle, nearest, distances);
            search.find(points, middle, count, nearest, distances);
            assertArrayEquals(expected, nearest);
            for (int i = 0; i < count; i++) {
                assertEquals(minDistances[i], distances[i], 1e-5 * (1 + minDistances[i]) * dimensions);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"40", "3"})
    void tiesGoToTheLowestIndex(int k) {
        float[] centroids = new float[k * 4];
        float[] points = {1, 2, 3, 4};
        int[] nearest = new int[1];
        new VectorNearestCentroid(centroids, 4).find(points, 0, 1, nearest, new float[1]);
        assertEquals(0, nearest[0]);
        new ScalarNearestCentroid(centroids, 4).find(points, 0, 1, nearest, new float[1]);
        assertEquals(0, nearest[0]);
    }

    @ParameterizedTest
    @CsvSource({"96, 32, 3", "500, 64, 3", "509, 64, 12", "700, 40, 1"})
    void pruningDoesNotChangeTheResult(int k, int dimensions, int rank) {
        Random random = new Random(k);
        float[] centroids = lowRankVectors(random, k, dimensions, rank);
        float[] points = lowRankVectors(random, 1003, dimensions, rank);
        // equal centroids, points in the direction of a centroid, and points equally far from many centroids
        System.arraycopy(centroids, 0, centroids, 50 * dimensions, 10 * dimensions);
        System.arraycopy(centroids, 40 * dimensions, points, 0, 50 * dimensions);
        Arrays.fill(points, 60 * dimensions, 70 * dimensions, 0);
        UnitNorm.scale(centroids, dimensions);
        points[80 * dimensions] = Float.NaN;
        points[81 * dimensions] = 1e20f;
        points[82 * dimensions] = Float.NEGATIVE_INFINITY;

        PrincipalComponentPruning pruning =
                PrincipalComponentPruning.of(centroids, dimensions).orElseThrow();
        assertSameResult(
                new VectorNearestCentroid(centroids, dimensions),
                new PrunedNearestCentroid(centroids, dimensions, pruning),
                points,
                dimensions);
    }

    private static void assertSameResult(
            NearestCentroid expected, NearestCentroid search, float[] points, int dimensions) {
        int count = points.length / dimensions;
        int[] nearest = new int[count];
        float[] distances = new float[count];
        expected.find(points, 0, count, nearest, distances);
        int[] actual = new int[count];
        float[] actualDistances = new float[count];
        search.find(points, 0, 7, actual, actualDistances);
        search.find(points, 7, count, actual, actualDistances);
        assertArrayEquals(nearest, actual);
        assertArrayEquals(distances, actualDistances);
    }

    @Test
    void pruningIsNotUsedForIsotropicOrFewOrLowDimensionalCentroids() {
        Random random = new Random(1);
        assertTrue(
                PrincipalComponentPruning.of(randomValues(random, 500 * 64), 64).isEmpty());
        assertTrue(PrincipalComponentPruning.of(lowRankVectors(random, 20, 64, 3), 64)
                .isEmpty());
        assertTrue(PrincipalComponentPruning.of(lowRankVectors(random, 500, 8, 3), 8)
                .isEmpty());
    }

    /** Vectors with most of their variance in a few directions, as spectrogram frames have. */
    private static float[] lowRankVectors(Random random, int count, int dimensions, int rank) {
        float[] directions = randomValues(new Random(rank), rank * dimensions);
        float[] values = new float[count * dimensions];
        for (int i = 0; i < count; i++) {
            for (int r = 0; r < rank; r++) {
                float weight = (float) random.nextGaussian() / (1 + r);
                for (int d = 0; d < dimensions; d++) {
                    values[i * dimensions + d] += weight * directions[r * dimensions + d];
                }
            }
            for (int d = 0; d < dimensions; d++) {
                values[i * dimensions + d] += 0.02f * (float) random.nextGaussian();
            }
        }
        return values;
    }

    private static float[] randomValues(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
