package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YinyangAssignmentTest {
    @ParameterizedTest
    @CsvSource({"300, 1, 3", "500, 36, 7", "500, 37, 16", "2000, 150, 33", "1000, 700, 5"})
    void assignmentsAgreeWithAFullSearchAfterEachMoveOfTheCentroids(int count, int k, int dimensions) {
        Random random = new Random(k);
        float[] points = new float[count * dimensions];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian() + i / dimensions % 7;
        }
        float[] centroids = Arrays.copyOf(points, k * dimensions);
        YinyangAssignment pruned = new YinyangAssignment(points, dimensions, centroids);
        for (int move = 0; move < 12; move++) {
            pruned.moveTo(centroids);
            if (move % 3 != 1) {
                pruned.computeGroupDistances(0, k / 2);
                pruned.computeGroupDistances(k / 2, k);
            }
            float[] distances = new float[count];
            pruned.find(0, count / 3, distances);
            pruned.find(count / 3, count, distances);
            int[] expected = new int[count];
            float[] minDistances = new float[count];
            new ScalarNearestCentroid(centroids, dimensions).find(points, 0, count, expected, minDistances);
            for (int point = 0; point < count; point++) {
                assertEquals(minDistances[point], distances[point], 1e-3, "move " + move + ", point " + point);
                int nearest = pruned.nearest()[point];
                assertEquals(VectorDistance.squared(points, point, centroids, nearest, dimensions), distances[point]);
            }
            centroids = centroids.clone();
            for (int i = 0; i < centroids.length; i++) {
                // large moves of some centroids, tiny ones of most
                centroids[i] += (float) random.nextGaussian() * (i / dimensions % 10 == 0 ? 1 : 0.01f);
            }
        }
    }

    @Test
    void assignmentsAgreeWithAFullSearchIfGroupsAreSkippedByTheirDistance() {
        int count = 9001;
        int k = 150;
        int dimensions = 33;
        Random random = new Random(5);
        float[] points = new float[count * dimensions];
        for (int i = 0; i < points.length; i++) {
            // far apart clusters along the first dimension
            int cluster = i / dimensions % 30;
            points[i] = (float) random.nextGaussian() + (i % dimensions == 0 ? 15 * (cluster - 15) : 0);
        }
        float[] centroids = Arrays.copyOf(points, k * dimensions);
        YinyangAssignment pruned = new YinyangAssignment(points, dimensions, centroids);
        for (int move = 0; move < 6; move++) {
            pruned.moveTo(centroids);
            assertEquals(move > 0, pruned.usesGroupDistances(), "move " + move);
            pruned.computeGroupDistances(0, k);
            float[] distances = new float[count];
            for (int from = 0; from < count; from += 5003) {
                pruned.find(from, Math.min(count, from + 5003), distances);
            }
            for (int point = 0; point < count; point++) {
                float min = Float.POSITIVE_INFINITY;
                for (int centroid = 0; centroid < k; centroid++) {
                    min = Math.min(min, VectorDistance.squared(points, point, centroids, centroid, dimensions));
                }
                // the rounding error of |x|² - 2 x·c + |c|² in float32
                float tolerance = 1e-5f * NearestCentroid.squaredNorm(points, point, dimensions);
                assertEquals(min, distances[point], tolerance, "move " + move + ", point " + point);
            }
            centroids = centroids.clone();
            for (int i = 0; i < centroids.length; i++) {
                // long moves of some centroids make the bounds of their groups useless
                centroids[i] += (float) random.nextGaussian() * (i / dimensions % 10 == 0 ? 20 : 0.01f);
            }
        }
    }

    @Test
    void boundsMustFitIntoTheAvailableMemory() {
        assertTrue(YinyangAssignment.fitsInMemory(100_000, 500, 64 << 20));
        assertFalse(YinyangAssignment.fitsInMemory(100_000_000, 500, 64 << 20));
    }
}
