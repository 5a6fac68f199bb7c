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
        double expected = (first + second + third + fourth) / 4;
        int[] clusters = {0, 0, 2, 2};
        assertEquals(expected, Silhouette.mean(points, 1, clusters, 3, 2), 1e-6);
        float[] pointsOnALineInThePlane = {0, 0, 3, 4, 30, 40, 36, 48};
        assertEquals(expected, Silhouette.mean(pointsOnALineInThePlane, 2, clusters, 3, 2), 1e-6);
    }

    @Test
    void singletonClustersAndASingleClusterHaveASilhouetteOfZero() {
        assertEquals(0, Silhouette.mean(new float[] {0, 1, 2}, 1, new int[] {0, 0, 0}, 1, 1));
        assertEquals(0, Silhouette.mean(new float[] {0, 5}, 1, new int[] {0, 1}, 2, 1));
    }
}
