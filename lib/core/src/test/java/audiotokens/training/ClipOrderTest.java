package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import audiotokens.Golden;
import audiotokens.random.TorchRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClipOrderTest {
    private static final List<String> CLIPS =
            IntStream.range(0, 21).mapToObj(Integer::toString).toList();

    @Test
    void sameSeedGivesSameOrderAsPyTorchDataLoader() {
        JsonNode golden = Golden.readJson("torch_random.json");
        JsonNode epochs = golden.get("epochs");
        ClipOrder order = new ClipOrder(new TorchRandom(golden.get("seed").asLong()), epochs.size());
        for (int epoch = 1; epoch <= epochs.size(); epoch++) {
            List<String> expected =
                    epochs.get(epoch - 1).valueStream().map(JsonNode::asString).toList();
            assertEquals(expected, order.shuffled(epoch, CLIPS));
        }
    }

    @Test
    void theOrderDependsOnSeedAndEpochOnly() {
        assertEquals(order(1).shuffled(2, CLIPS), order(1).shuffled(2, CLIPS));
        assertNotEquals(order(1).shuffled(2, CLIPS), order(2).shuffled(2, CLIPS));
        assertNotEquals(order(1).shuffled(2, CLIPS), order(1).shuffled(1, CLIPS));
    }

    private static ClipOrder order(long seed) {
        return new ClipOrder(new TorchRandom(seed), 2);
    }
}
