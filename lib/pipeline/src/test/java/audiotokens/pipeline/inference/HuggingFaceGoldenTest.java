package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import audiotokens.Golden;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.label.Label;
import audiotokens.model.Batch;
import audiotokens.model.Bert;
import audiotokens.model.ClipInput;
import audiotokens.model.ForwardPass;
import audiotokens.model.Parameters;
import audiotokens.option.Options;
import audiotokens.pipeline.config.ModelOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares a bundle of {@code bert} with the output of transformers for the same {@code config.json} and weights, as
 * written by {@code lib/testing/python/golden_hugging_face.py}.
 */
class HuggingFaceGoldenTest {
    private static final JsonNode GOLDEN = Golden.readJson("hugging_face_bert.json");
    private static final Bert BERT = new Bert(10, 8, 2, 2, 3, 0, false);

    @Test
    void configurationMatchesTheOneLoadedByTransformers() {
        ModelOptions options =
                Options.of(ModelOptions.class, "modelType=bert", "hiddenSize=8", "numHeads=2", "numLayers=2");
        List<Label> labels =
                List.of(new Label(0, "/m/0", "Dog"), new Label(1, "/m/1", "Rain"), new Label(2, "/m/2", "Sea waves"));
        assertEquals(GOLDEN.get("config"), JsonMapper.shared().readTree(HuggingFaceConfig.of(options, 10, labels)));
    }

    @Test
    void logitsMatchTransformers() {
        Map<String, Tensor> weights = weights();
        try (Parameters parameters = Parameters.of(BERT.parameters(), weights, Device.cpu())) {
            for (int clip = 0; clip < GOLDEN.get("tokens").size(); clip++) {
                long[] tokens = new long[GOLDEN.get("tokens").get(clip).size()];
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] = GOLDEN.get("tokens").get(clip).get(i).asLong();
                }
                try (ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
                    Batch batch = Batch.of(List.of(new ClipInput.Tokens(tokens)), BERT.minFrames());
                    assertArrayEquals(
                            floats(GOLDEN.get("logits").get(clip)),
                            BERT.logits(pass, batch).toFloatArray(),
                            1e-4f);
                }
            }
        }
    }

    /** Creates weights with the names and shapes that transformers loaded, and values by the script's formula. */
    private static Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        GOLDEN.get("shapes").propertyStream().forEach(entry -> {
            List<Long> shape = new ArrayList<>();
            long size = 1;
            for (JsonNode length : entry.getValue()) {
                shape.add(length.asLong());
                size *= length.asLong();
            }
            float[] values = new float[(int) size];
            double scale = 2 / Math.sqrt(shape.getLast());
            double mean = entry.getKey().endsWith("LayerNorm.weight") ? 1 : 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (mean + scale * Math.sin(weights.size() + 0.61 * i * i));
            }
            weights.put(
                    entry.getKey(),
                    new Tensor(shape.stream().mapToLong(Long::longValue).toArray(), values));
        });
        return weights;
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.get(i).asDouble();
        }
        return floats;
    }
}
