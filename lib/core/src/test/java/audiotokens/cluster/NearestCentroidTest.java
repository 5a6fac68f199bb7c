package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestCentroidTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 2, 3", "100, 33, 64", "101, 500, 64", "64, 65, 640", "5, 32, 16"})
    void theVectorKernelAndItsScalarTwinFindTheNearest(int count, int k, int dimensions) {
        Random random = new Random(count * 31L + k);
        float[] points = floats(random, count * dimensions);
        float[] centroids = floats(random, k * dimensions);
        int[] expected = new int[count];
        double[] least = new double[count];
        for (int i = 0; i < count; i++) {
            least[i] = Double.POSITIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                double sum = 0;
                for (int d = 0; d < dimensions; d++) {
                    double difference = (double) points[i * dimensions + d] - centroids[c * dimensions + d];
                    sum += difference * difference;
                }
                if (sum < least[i]) {
                    least[i] = sum;
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
                assertEquals(least[i], distances[i], 1e-5 * (1 + least[i]) * dimensions);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"40", "3"})
    void ofEqualCentroidsTheFirstIsTaken(int k) {
        float[] centroids = new float[k * 4];
        float[] points = {1, 2, 3, 4};
        int[] nearest = new int[1];
        new VectorNearestCentroid(centroids, 4).find(points, 0, 1, nearest, new float[1]);
        assertEquals(0, nearest[0]);
        new ScalarNearestCentroid(centroids, 4).find(points, 0, 1, nearest, new float[1]);
        assertEquals(0, nearest[0]);
    }

    private static float[] floats(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
