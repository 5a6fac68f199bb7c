package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.Golden;
import audiotokens.model.ClipInput;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.Initializer;
import audiotokens.model.LabeledClips;
import audiotokens.model.Lstm;
import audiotokens.model.ParameterSpec;
import audiotokens.model.Parameters;
import audiotokens.model.Pooling;
import audiotokens.random.TorchRandom;
import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Compares training with that of the original Python implementation in PyTorch, using golden files from
 * testing/python/golden_torch.py.
 */
class PyTorchTrainingGoldenTest {
    private static final int VOCABULARY_SIZE = 20;
    private static final int N_LABELS = 4;
    private static final int N_TRAIN = 96;

    @Test
    void lossesOfThreeEpochsMatchPyTorch() {
        JsonNode golden = Golden.readJson("torch_training.json");
        List<Epoch> epochs = new ArrayList<>();
        Trainer.with(TrainingOptions.of("epochs=3", "batchSize=8", "learningRate=0.01"))
                .seed(4242)
                .validation(clips(
                        golden.get("tokens"), N_TRAIN, golden.get("tokens").size()))
                .listener(epochs::add)
                .fit(
                        new Lstm(VOCABULARY_SIZE, 16, 16, 1, N_LABELS, 0, Pooling.LAST, false, true),
                        clips(golden.get("tokens"), 0, N_TRAIN))
                .close();
        JsonNode losses = golden.get("losses");
        assertEquals(losses.size(), epochs.size());
        for (Epoch epoch : epochs) {
            JsonNode expected = losses.get(epoch.number() - 1);
            assertEquals(expected.get(0).asDouble(), epoch.trainLoss(), 1e-5, "training, epoch " + epoch.number());
            assertEquals(
                    expected.get(1).asDouble(), epoch.validationLoss(), 1e-5, "validation, epoch " + epoch.number());
        }
    }

    private static LabeledClips clips(JsonNode tokens, int start, int end) {
        List<LabeledClips.Clip> clips = new ArrayList<>();
        for (int clip = start; clip < end; clip++) {
            long[] ids =
                    tokens.get(clip).valueStream().mapToLong(JsonNode::asLong).toArray();
            clips.add(new LabeledClips.Clip("clip" + clip, new ClipInput.Tokens(ids), Set.of("" + clip % N_LABELS)));
        }
        return new LabeledClips(
                clips, List.of(new TokenStream("tokens", VOCABULARY_SIZE, 1)), List.of("0", "1", "2", "3"));
    }

    @Test
    void adamWUpdatesMatchPyTorch() {
        JsonNode golden = Golden.readJson("torch_adamw.json");
        List<ParameterSpec> specs = List.of(
                new ParameterSpec(
                        "matrix",
                        new Shape(3, 2),
                        new Initializer.Given(floats(golden.get("start").get(0)))),
                new ParameterSpec(
                        "vector",
                        new Shape(4),
                        new Initializer.Given(floats(golden.get("start").get(1)))));
        try (Parameters parameters = Parameters.initialize(specs, new TorchRandom(1), Device.cpu());
                AdamW optimizer =
                        new AdamW(parameters, golden.get("weightDecay").asDouble())) {
            for (JsonNode step : golden.get("steps")) {
                try (ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty())) {
                    // the gradient of sum(parameter * factor) is the factor
                    NDArray matrix =
                            pass.manager().create(floats(step.get("gradients").get(0)), new Shape(3, 2));
                    NDArray vector =
                            pass.manager().create(floats(step.get("gradients").get(1)));
                    pass.backward(pass.parameter("matrix")
                            .mul(matrix)
                            .sum()
                            .add(pass.parameter("vector").mul(vector).sum()));
                    optimizer.step(
                            pass,
                            golden.get("learningRate").asDouble(),
                            golden.get("maxNorm").asDouble());
                }
                assertArrayEquals(
                        floats(step.get("parameters").get(0)),
                        parameters.get("matrix").toFloatArray(),
                        1e-6f);
                assertArrayEquals(
                        floats(step.get("parameters").get(1)),
                        parameters.get("vector").toFloatArray(),
                        1e-6f);
            }
        }
    }

    private static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) array.get(i).asDouble();
        }
        return floats;
    }
}
