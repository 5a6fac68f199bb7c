package audiotokens.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TorchRandomTest {
    private static JsonNode golden;

    @BeforeAll
    static void whatPyTorchDrew() throws Exception {
        try (InputStream in = TorchRandomTest.class.getResourceAsStream("/golden/torch_random.json")) {
            golden = JsonMapper.shared().readTree(in);
        }
    }

    @Test
    void oneSeedDrawsWhatPyTorchDraws() {
        TorchRandom random = new TorchRandom(golden.get("seed").asLong());
        assertNormal(golden.get("normal"), 0.5, random);
        golden.get("normal_few").forEach(few -> assertNormal(few, 2, random));
        float[] uniform = new float[golden.get("uniform").size()];
        random.fillUniform(uniform, -0.3, 0.3);
        assertArrayEquals(floats(golden.get("uniform")), uniform);
    }

    private static void assertNormal(JsonNode expected, double deviation, TorchRandom random) {
        float[] normal = new float[expected.size()];
        random.fillNormal(normal, deviation);
        assertArrayEquals(floats(expected), normal, 1e-6f);
    }

    /** As {@code torch.manual_seed(seed)} does; Python's ints reach beyond 32 bits too. */
    @Test
    void theLowest32BitsOfASeedDecide() {
        assertEquals(new TorchRandom(4242).nextSeed(), new TorchRandom(4242 + (1L << 40)).nextSeed());
    }

    @Test
    void aPermutationHoldsEachNumberOnce() {
        int[] permutation = new TorchRandom(-1).permutation(1000);
        assertEquals(1000, Arrays.stream(permutation).distinct().count());
        assertEquals(999, Arrays.stream(permutation).max().orElseThrow());
    }

    private static float[] floats(JsonNode array) {
        return JsonMapper.shared().treeToValue(array, float[].class);
    }
}
