package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorProjectionTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 7, 3", "8, 64, 16", "11, 256, 48", "3, 20, 33"})
    void theVectorizedProjectionAgreesWithTheScalarOne(int nRows, int nFeatures, int nComponents) {
        Random random = new Random(1);
        float[] rows = new float[nRows * nFeatures];
        float[] components = new float[nComponents * nFeatures];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat() - 0.5f;
        }
        for (int i = 0; i < components.length; i++) {
            components[i] = random.nextFloat() - 0.5f;
        }
        int start = 2;
        float[] expected = new float[start + nRows * nComponents];
        float[] projected = expected.clone();
        RowProducts.scalar(rows, nRows, nFeatures, components, expected, start);
        new VectorProjection(components, nFeatures).project(rows, nRows, projected, start);
        assertArrayEquals(expected, projected, 1e-4f);
    }
}
