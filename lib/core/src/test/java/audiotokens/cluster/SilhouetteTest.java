package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SilhouetteTest {
    @Test
    void theMeanOfFourPointsMatchesTheDefinition() {
        float[] points = {0, 1, 10, 12};
        double first = (11 - 1) / 11.0;
        double second = (10 - 1) / 10.0;
        double third = (9.5 - 2) / 9.5;
        double fourth = (11.5 - 2) / 11.5;
        assertEquals(
                (first + second + third + fourth) / 4, Silhouette.mean(points, 1, new int[] {0, 0, 2, 2}, 3, 2), 1e-6);
    }

    @Test
    void singletonClustersAndASingleClusterHaveASilhouetteOfZero() {
        assertEquals(0, Silhouette.mean(new float[] {0, 1, 2}, 1, new int[] {0, 0, 0}, 1, 1));
        assertEquals(0, Silhouette.mean(new float[] {0, 5}, 1, new int[] {0, 1}, 2, 1));
    }
}
