package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestThreeTest {
    private static final int DIMENSIONS = 21;

    private static float[] randomVectors(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * DIMENSIONS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void theVectorizedAndScalarKernelsAgreeWithSortingByDistance() {
        float[] centroids = randomVectors(61, 1);
        float[] points = randomVectors(77, 2);
        int[] expected = new int[3 * 77];
        for (int point = 0; point < 77; point++) {
            int pointIndex = point;
            int[] nearest = IntStream.range(0, 61)
                    .boxed()
                    .sorted(Comparator.comparingDouble(centroid -> distance(points, pointIndex, centroids, centroid)))
                    .mapToInt(Integer::intValue)
                    .limit(3)
                    .toArray();
            System.arraycopy(nearest, 0, expected, 3 * point, 3);
        }
        assertArrayEquals(expected, nearestThree(new ScalarNearestThree(centroids, DIMENSIONS), points));
        assertArrayEquals(expected, nearestThree(new VectorNearestThree(centroids, DIMENSIONS), points));
    }

    private static double distance(float[] points, int point, float[] centroids, int centroid) {
        double sum = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            sum += Math.pow((double) points[point * DIMENSIONS + d] - centroids[centroid * DIMENSIONS + d], 2);
        }
        return sum;
    }

    private static int[] nearestThree(NearestThree search, float[] points) {
        int count = points.length / DIMENSIONS;
        int[] nearest = new int[3 * count];
        search.find(points, 0, 10, nearest);
        search.find(points, 10, count, nearest);
        return nearest;
    }

    @Test
    void tiesGoToTheLowerIndex() {
        float[] centroids = new float[8 * DIMENSIONS];
        float[] points = randomVectors(40, 3);
        int[] expected = IntStream.range(0, 3 * 40).map(i -> i % 3).toArray();

        assertArrayEquals(expected, nearestThree(new ScalarNearestThree(centroids, DIMENSIONS), points));
        assertArrayEquals(expected, nearestThree(new VectorNearestThree(centroids, DIMENSIONS), points));
    }

    @Test
    void fewerThanThreeCentroidsAreRejected() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> NearestThree.of(new float[2 * DIMENSIONS], DIMENSIONS))
                .getMessage();
        assertTrue(message.contains("2 centroids"), message);
    }
}
