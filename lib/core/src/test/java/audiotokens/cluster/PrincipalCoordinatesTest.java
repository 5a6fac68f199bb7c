package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalCoordinatesTest {
    private static float[] points(int nPoints, int nFeatures) {
        SplittableRandom random = new SplittableRandom(7);
        float[] points = new float[nPoints * nFeatures];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (random.nextGaussian() / (1 + i % nFeatures) + 3);
        }
        return points;
    }

    @Test
    void coordinatesMatchPrincipalComponentsUpToSign() {
        int nPoints = 40;
        int nFeatures = 6;
        float[] points = points(nPoints, nFeatures);
        double[][] expected = PrincipalComponents.of(points, nFeatures, 3).project(points);

        PrincipalCoordinates coordinates =
                PrincipalCoordinates.of(RowProducts.of(points, nPoints, nFeatures, points, nPoints), nPoints, 3, 1);

        for (int component = 0; component < 3; component++) {
            int sign = expected[0][component] * coordinates.values()[component] < 0 ? -1 : 1;
            for (int point = 0; point < nPoints; point++) {
                assertEquals(expected[point][component], sign * coordinates.values()[point * 3 + component], 2e-3);
            }
        }
        assertTrue(coordinates.eigenvalues()[0] >= coordinates.eigenvalues()[1]);
    }

    @Test
    void componentsBeyondTheRankAreZero() {
        float[] line = {0, 0, 1, 1, 2, 2};
        PrincipalCoordinates coordinates = PrincipalCoordinates.of(RowProducts.of(line, 3, 2, line, 3), 3, 3, 1);
        float root = (float) Math.sqrt(2);
        int sign = coordinates.values()[0] < 0 ? 1 : -1;
        assertArrayEquals(new float[] {-sign * root, 0, 0, 0, 0, 0, sign * root, 0, 0}, coordinates.values(), 1e-3f);
    }

    @Test
    void aSinglePointHasCoordinatesOfZero() {
        assertArrayEquals(
                new float[2], PrincipalCoordinates.of(new float[] {1}, 1, 2, 1).values());
    }
}
