package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalComponentsTest {
    private static final int N_FEATURES = 6;
    private static final int N_VECTORS = 5000;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void whiteningWithPowerPRaisesTheVariancesToThePowerOneMinusP(double power) {
        float[] vectors = correlatedVectors();
        PrincipalComponents components = PrincipalComponents.of(vectors, N_FEATURES, 4);

        float[] whitened = components.whitening(power).apply(vectors);

        for (int component = 0; component < 4; component++) {
            double expected = Math.pow(components.variances()[component], 1 - power);
            assertEquals(expected, variance(whitened, 4, component), 1e-3 * expected, "component " + component);
        }
    }

    @Test
    void whiteningSomeVectorsGivesTheSameValuesAsWhiteningAll() {
        float[] vectors = correlatedVectors();
        Whitening whitening = PrincipalComponents.of(vectors, N_FEATURES, 4).whitening(1);
        float[] all = whitening.apply(vectors);
        assertArrayEquals(Arrays.copyOfRange(all, 4 * 70, 4 * 203), new Whitener(whitening).apply(vectors, 70, 133));
    }

    @Test
    void theEntryOfLargestMagnitudeInAComponentIsPositive() {
        for (double[] direction : PrincipalComponents.of(correlatedVectors(), N_FEATURES, N_FEATURES)
                .directions()) {
            double max = Arrays.stream(direction).max().orElseThrow();
            double min = Arrays.stream(direction).min().orElseThrow();
            assertTrue(max >= -min, "largest " + max + ", smallest " + min);
        }
    }

    /** Linear mixtures of sources with very different variances. */
    private static float[] correlatedVectors() {
        Random random = new Random(7);
        double[][] mixing = new double[N_FEATURES][N_FEATURES];
        for (double[] row : mixing) {
            for (int i = 0; i < N_FEATURES; i++) {
                row[i] = random.nextGaussian();
            }
        }
        float[] vectors = new float[N_VECTORS * N_FEATURES];
        for (int row = 0; row < N_VECTORS; row++) {
            for (int source = 0; source < N_FEATURES; source++) {
                double value = random.nextGaussian() * Math.pow(3, source) + 10;
                for (int i = 0; i < N_FEATURES; i++) {
                    vectors[row * N_FEATURES + i] += (float) (mixing[i][source] * value);
                }
            }
        }
        return vectors;
    }

    private static double variance(float[] values, int nColumns, int column) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < N_VECTORS; row++) {
            double value = values[row * nColumns + column];
            sum += value;
            squares += value * value;
        }
        return (squares - sum * sum / N_VECTORS) / (N_VECTORS - 1);
    }
}
