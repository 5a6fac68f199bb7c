package audiotokens.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.Golden;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TorchRandomTest {
    private static final JsonNode GOLDEN = Golden.readJson("torch_random.json");

    @Test
    void normalAndUniformNumbersEqualThoseOfPyTorch() {
        TorchRandom random = new TorchRandom(GOLDEN.get("seed").asLong());
        assertNormal(GOLDEN.get("normal"), 0.5, random);
        GOLDEN.get("normal_few").forEach(shortArray -> assertNormal(shortArray, 2, random));
        float[] uniform = new float[GOLDEN.get("uniform").size()];
        random.fillUniform(uniform, -0.3, 0.3);
        assertArrayEquals(floats(GOLDEN.get("uniform")), uniform);
    }

    private static void assertNormal(JsonNode expected, double standardDeviation, TorchRandom random) {
        float[] normal = new float[expected.size()];
        random.fillNormal(normal, standardDeviation);
        assertArrayEquals(floats(expected), normal, 1e-6f);
    }

    @Test
    void a64BitSeedGivesTheNumbersOfPyTorch() {
        JsonNode large = GOLDEN.get("large_seed");
        assertEquals(
                large.get("drawn").asLong(), new TorchRandom(large.get("seed").asLong()).nextSeed());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void aPermutationContainsEachNumberOnce(int size) {
        int[] permutation = new TorchRandom(1).permutation(size);
        Arrays.sort(permutation);
        assertArrayEquals(IntStream.range(0, size).toArray(), permutation);
    }

    private static float[] floats(JsonNode array) {
        return JsonMapper.shared().treeToValue(array, float[].class);
    }
}
