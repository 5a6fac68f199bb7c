package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorProjectionTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 7, 3", "8, 64, 16", "11, 256, 48", "3, 20, 33"})
    void theVectorizedProjectionAgreesWithTheScalarOne(int count, int features, int size) {
        Random random = new Random(1);
        float[] rows = new float[count * features];
        float[] components = new float[size * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat() - 0.5f;
        }
        for (int i = 0; i < components.length; i++) {
            components[i] = random.nextFloat() - 0.5f;
        }
        assertArrayEquals(
                Whitening.project(rows, count, features, components, size),
                VectorProjection.project(rows, count, features, components, size),
                1e-4f);
    }
}
