package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CentroidMeansTest {
    private final CentroidMeans means = new CentroidMeans(4, 2, 2);

    @Test
    void aCentroidBecomesTheMeanOfItsPoints() {
        means.add(new float[] {0, 0, 2, 4, 7, 7}, new int[] {1, 1, 3}, new float[] {5, 5, 0.5f});
        assertArrayEquals(new float[] {0, 0, 1, 2, 0, 0, 7, 7}, means.means());
        assertArrayEquals(new int[] {0, 2, 0, 1}, means.sizes());
        assertEquals(10.5, means.objective());
    }

    @Test
    void centroidsWithoutPointsAreSetOntoThePointsThatLieFurthestFromTheirOwn() {
        means.add(new float[] {0, 0, 2, 4, 7, 7}, new int[] {1, 1, 3}, new float[] {4, 5, 0.5f});
        float[] centroids = means.means();
        assertEquals(2, means.reseed(centroids));
        assertArrayEquals(new float[] {2, 4, 1, 2, 0, 0, 7, 7}, centroids);
    }
}
