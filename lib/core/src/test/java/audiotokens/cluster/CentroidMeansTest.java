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
    private static final int N_POINTS = 400;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void updatedMeansMatchRecomputedMeans(int threads) {
        Random random = new Random(3);
        float[] points = new float[N_POINTS * DIMENSIONS];
        for (int i = 0; i < points.length; i++) {
            points[i] = random.nextFloat() - 0.5f;
        }
        int[] nearest = random.ints(N_POINTS, 0, K).toArray();
        float[] distances = new float[N_POINTS];
        CentroidMeans updated = new CentroidMeans(K, DIMENSIONS, threads);
        updated.begin();
        updated.add(points, nearest, distances);
        for (int round = 1; round <= 5; round++) {
            int[] previous = nearest.clone();
            for (int i = 0; i < N_POINTS / 10; i++) {
                nearest[random.nextInt(N_POINTS)] = random.nextInt(K);
            }
            distances[random.nextInt(N_POINTS)] = round;
            updated.beginUpdate();
            updated.update(points, previous, nearest, distances);
            CentroidMeans recomputed = new CentroidMeans(K, DIMENSIONS, 1);
            recomputed.begin();
            recomputed.add(points, nearest, distances);
            assertArrayEquals(recomputed.means(), updated.means(), 1e-6f);
            assertArrayEquals(recomputed.sizes(), updated.sizes());
            assertEquals(recomputed.objective(), updated.objective());
        }
    }

    @Test
    void approximateBytesIncludeTheSumsAndTheFarthestPoints() {
        assertEquals(
                4000 * 640 * 8 + 256 * 640 * 4, CentroidSums.zero(4000, 640).approximateBytes());
    }
}
