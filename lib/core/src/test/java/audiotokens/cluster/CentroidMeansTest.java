package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentroidMeansTest {
    private static final int K = 7;
    private static final int DIMENSIONS = 5;
    private static final int COUNT = 400;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void updatedMeansMatchRecomputedMeans(int threads) {
        Random random = new Random(3);
        float[] points = new float[COUNT * DIMENSIONS];
        for (int i = 0; i < points.length; i++) {
            points[i] = random.nextFloat() - 0.5f;
        }
        int[] nearest = random.ints(COUNT, 0, K).toArray();
        float[] distances = new float[COUNT];
        CentroidMeans moving = new CentroidMeans(K, DIMENSIONS, threads);
        moving.begin();
        moving.add(points, nearest, distances);
        for (int round = 1; round <= 5; round++) {
            int[] before = nearest.clone();
            for (int i = 0; i < COUNT / 10; i++) {
                nearest[random.nextInt(COUNT)] = random.nextInt(K);
            }
            distances[random.nextInt(COUNT)] = round;
            moving.beginUpdate();
            moving.update(points, before, nearest, distances);
            CentroidMeans fresh = new CentroidMeans(K, DIMENSIONS, 1);
            fresh.begin();
            fresh.add(points, nearest, distances);
            assertArrayEquals(fresh.means(), moving.means(), 1e-6f);
            assertArrayEquals(fresh.sizes(), moving.sizes());
            assertEquals(fresh.objective(), moving.objective());
        }
    }

    @Test
    void approximateBytesCountTheSumsAndTheFarthestPoints() {
        assertEquals(
                4000 * 640 * 8 + 256 * 640 * 4, CentroidSums.none(4000, 640).approximateBytes());
    }
}
