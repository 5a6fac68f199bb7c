package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {
    private static final double TOLERANCE = 1e-10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 57, 224})
    void theVectorsAreOrthonormalAndTheMatrixScalesEachByItsValue(int n) {
        double[][] matrix = covariance(n, n + 3, new Random(n));
        SymmetricEigen eigen = SymmetricEigen.of(matrix);
        for (int i = 0; i < n; i++) {
            double[] vector = eigen.vectors()[i];
            for (int j = 0; j < n; j++) {
                assertEquals(eigen.values()[i] * vector[j], dot(matrix[j], vector), TOLERANCE);
                assertEquals(i == j ? 1 : 0, dot(vector, eigen.vectors()[j]), TOLERANCE);
            }
            assertTrue(i == 0 || eigen.values()[i - 1] >= eigen.values()[i]);
        }
    }

    @Test
    void theValuesOfASecondDifferenceMatrixAreKnown() {
        int n = 40;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 2;
            if (i > 0) {
                matrix[i][i - 1] = -1;
                matrix[i - 1][i] = -1;
            }
        }
        double[] expected = new double[n];
        Arrays.setAll(expected, i -> 2 + 2 * Math.cos(Math.PI * (i + 1) / (n + 1)));
        assertArrayEquals(expected, SymmetricEigen.of(matrix).values(), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-250, 1e-12, 1, 1e12, 1e250})
    void aSingularMatrixHasZeroValues(double scale) {
        int n = 160;
        double[][] matrix = covariance(n, 5, new Random(1));
        for (double[] row : matrix) {
            Arrays.setAll(row, i -> row[i] * scale);
        }
        double[] values = SymmetricEigen.of(matrix).values();
        assertTrue(values[4] > 1e-3 * scale);
        for (int i = 5; i < n; i++) {
            assertEquals(0, values[i], TOLERANCE * scale);
        }
    }

    @Test
    void valuesNearTheSmallestDoubleAreNegligible() {
        double tiny = 1e-158;
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{1, tiny, tiny}, {tiny, 1, 0}, {tiny, 0, 1}});
        assertArrayEquals(new double[] {1, 1, 1}, eigen.values(), TOLERANCE);
    }

    @Test
    void equalFeaturesHaveOneValue() {
        int n = 40;
        double[][] ones = new double[n][n];
        for (double[] row : ones) {
            Arrays.fill(row, 1);
        }
        SymmetricEigen eigen = SymmetricEigen.of(ones);
        assertEquals(n, eigen.values()[0], TOLERANCE);
        assertEquals(0, eigen.values()[1], TOLERANCE);
        for (double value : eigen.vectors()[0]) {
            assertEquals(1 / Math.sqrt(n), Math.abs(value), TOLERANCE);
        }
    }

    @Test
    void aZeroMatrixHasZeroValues() {
        assertArrayEquals(new double[20], SymmetricEigen.of(new double[20][20]).values());
    }

    @Test
    void aDiagonalMatrixKeepsItsAxes() {
        SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{1, 0, 0}, {0, 5, 0}, {0, 0, 0}});
        assertArrayEquals(new double[] {5, 1, 0}, eigen.values());
        assertArrayEquals(new double[] {0, 1, 0}, eigen.vectors()[0]);
    }

    @Test
    void aValueThatIsNotFiniteIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(new double[][] {{1, Double.NaN}, {0, 1}}));
    }

    /** Returns the mean product of {@code count} random vectors of correlated values. */
    private static double[][] covariance(int n, int count, Random random) {
        double[][] covariance = new double[n][n];
        for (int row = 0; row < count; row++) {
            double[] vector = random.doubles(n, -1, 1).toArray();
            for (int i = 1; i < n; i++) {
                vector[i] += vector[i - 1];
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] += vector[i] * vector[j] / count;
                }
            }
        }
        return covariance;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
