package audiotokens.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import audiotokens.random.TorchRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FrameConvolutionTest {
    @Test
    void matchesPyTorchConv1d() {
        Golden golden = Golden.read("conv.npz");
        FrameConvolution convolution = new FrameConvolution(
                3, golden.get("weight").floats(), golden.get("bias").floats());
        Golden.assertClose(
                golden.get("output").values(),
                convolution.apply(golden.get("frames").floats(), 64),
                1e-5);
    }

    @Test
    void sameSeedGivesSameKernelsAsPyTorch() {
        JsonNode golden = Golden.readJson("torch_random.json");
        FrameConvolution convolution = FrameConvolution.random(
                10, 3, new TorchRandom(golden.get("seed").asLong()));
        JsonNode expected = golden.get("convolution");
        assertArrayEquals(JsonMapper.shared().treeToValue(expected.get("weight"), float[].class), convolution.weight());
        assertArrayEquals(JsonMapper.shared().treeToValue(expected.get("bias"), float[].class), convolution.bias());
    }

    @Test
    void randomWeightsAreReproducibleAndWithinTheBoundOfPyTorch() {
        FrameConvolution convolution = FrameConvolution.random(50, 9, new TorchRandom(1));
        float maxWeight = 0;
        for (float weight : convolution.weight()) {
            maxWeight = Math.max(maxWeight, Math.abs(weight));
        }
        assertTrue(maxWeight <= 1 / 3f && maxWeight > 0.3f, "maximum weight was " + maxWeight);
        assertEquals(
                convolution.weight()[7],
                FrameConvolution.random(50, 9, new TorchRandom(1)).weight()[7]);
    }

    @Test
    void anEvenKernelSizeIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new FrameConvolution(2, new float[4], new float[2]));
    }
}
