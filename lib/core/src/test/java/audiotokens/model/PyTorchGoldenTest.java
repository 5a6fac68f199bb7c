package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import audiotokens.Golden;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.random.TorchRandom;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import audiotokens.training.AdamW;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Compares each model with its PyTorch counterpart, using golden files from testing/python/golden_torch.py. Weights and
 * inputs are computed by the formulas below, which that script also uses.
 */
class PyTorchGoldenTest {
    private static final int VOCABULARY_SIZE = 12;
    private static final int N_LABELS = 5;
    private static final int N_MELS = 8;
    private static final int N_FRAMES = 12;
    private static final int N_CLIPS = 3;
    private static final List<TokenStream> STREAMS = List.of(
            new TokenStream("patch1", "patch", 10, 0.1, 1),
            new TokenStream("patch2", "patch", 10, 0.1, 0.5),
            new TokenStream("texture", "texture", 6, 0.5, 1));
    private static final int[][] STREAM_LENGTHS = {{13, 20, 7}, {13, 20, 7}, {4, 6, 0}};
    private static final JsonNode GOLDEN = Golden.readJson("torch_models.json");

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("lstm", new Lstm(VOCABULARY_SIZE, 6, 7, 2, N_LABELS, 0, Pooling.LAST, false, false)),
                Arguments.of(
                        "lstm_precomputed",
                        new Lstm(VOCABULARY_SIZE, N_MELS, 7, 1, N_LABELS, 0, Pooling.LAST, true, false)),
                Arguments.of("bert", new Bert(VOCABULARY_SIZE, 8, 2, 2, N_LABELS, 0, false)),
                Arguments.of("simple", new MeanEmbedding(VOCABULARY_SIZE, 6, N_LABELS, true)),
                Arguments.of("cnn", new Cnn(N_FRAMES, N_MELS, N_LABELS)),
                Arguments.of("baseline", new Mlp(N_FRAMES, N_MELS, N_LABELS)),
                multiStream("convolution", StreamMixer.CONVOLUTION),
                multiStream("gru", StreamMixer.GRU),
                multiStream("none", StreamMixer.NONE),
                Arguments.of(
                        "multistream_softmax",
                        new SoftmaxOutput(new MultiStream(
                                STREAMS,
                                6,
                                5,
                                8,
                                N_LABELS,
                                StreamMixer.CONVOLUTION,
                                0,
                                0,
                                0,
                                TokenFrequencyMode.ADDED,
                                0))));
    }

    private static Arguments multiStream(String name, StreamMixer mixer) {
        return Arguments.of("multistream_" + name, new MultiStream(STREAMS, 6, 5, 8, N_LABELS, mixer, 0, 0, 0));
    }

    /**
     * All models of the original Python implementation except BERT, whose weights transformers initializes in a
     * different order.
     */
    static Stream<Arguments> originalModelsExceptBert() {
        return models().filter(model ->
                !model.get()[0].equals("bert") && !model.get()[0].toString().startsWith("multistream"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void namesShapesAndLogitsMatchPyTorch(String name, Model model) {
        JsonNode golden = GOLDEN.get(name);
        try (Parameters parameters = filledParameters(golden, model);
                ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            NDArray logits = model.logits(pass, batch(name));
            assertArrayEquals(floats(golden.get("logits")), logits.toFloatArray(), 1e-4f);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void lossesOfThreeAdamWStepsWithClippingMatchPyTorch(String name, Model model) {
        JsonNode golden = GOLDEN.get(name);
        float[] losses = floats(golden.get("losses"));
        try (Parameters parameters = filledParameters(golden, model);
                AdamW optimizer = new AdamW(parameters, 0.05)) {
            for (float expected : losses) {
                try (ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty())) {
                    NDArray logits = model.logits(pass, batch(name));
                    NDArray targets = pass.manager().create(targets());
                    NDArray loss = model.hasExclusiveLabels()
                            ? CrossEntropy.unreduced(logits, targets.div(targets.sum(new int[] {1}, true)))
                                    .mean()
                            : BinaryCrossEntropy.unreduced(logits, targets).mean();
                    pass.backward(loss);
                    optimizer.step(pass, 1e-2, 0.5);
                    assertEquals(expected, loss.getFloat(), 1e-4);
                }
            }
        }
    }

    @Test
    void runningStatisticsMatchPyTorch() {
        JsonNode golden = GOLDEN.get("multistream_convolution");
        Model model = new MultiStream(STREAMS, 6, 5, 8, N_LABELS, StreamMixer.CONVOLUTION, 0, 0, 0);
        try (Parameters parameters = filledParameters(golden, model);
                ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty())) {
            model.logits(pass, batch("multistream_convolution"));
            String norm = "blocks.1.norm.";
            float[] mean = parameters.get(norm + "running_mean").toFloatArray();
            assertArrayEquals(floats(golden.get("running_mean")), mean, 1e-5f);
            float[] variance = parameters.get(norm + "running_var").toFloatArray();
            assertArrayEquals(floats(golden.get("running_var")), variance, 1e-5f);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("originalModelsExceptBert")
    void sameSeedGivesSameInitialWeightsAsPyTorch(String name, Model model) {
        JsonNode initialWeights = GOLDEN.get(name).get("start");
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu())) {
            parameters.values().forEach((parameter, tensor) -> {
                float[] expected = floats(initialWeights.get(parameter));
                assertArrayEquals(expected, Arrays.copyOf(tensor.values(), expected.length), 1e-6f, parameter);
            });
        }
    }

    @Test
    void aSafetensorsFileFromPyTorchSurvivesARoundTrip(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("torch.safetensors");
        try (InputStream in = Golden.class.getResourceAsStream("/golden/torch_lstm.safetensors")) {
            Files.copy(in, file);
        }
        SequencedMap<String, Tensor> tensors = SafetensorsFile.read(file).tensors();
        Model model = new Lstm(VOCABULARY_SIZE, 6, 7, 2, N_LABELS, 0, Pooling.LAST, false, false);
        try (Parameters parameters = Parameters.of(model.parameters(), tensors, Device.cpu())) {
            int position = 0;
            for (ParameterSpec spec : model.parameters()) {
                float[] expected =
                        weightValues(spec.name(), position++, (int) spec.shape().size());
                assertArrayEquals(expected, parameters.get(spec.name()).toFloatArray(), 1e-6f, spec.name());
            }
            Path written = folder.resolve("written.safetensors");
            new SafetensorsFile(parameters.values(), Map.of("format", "pt")).write(written);
            SafetensorsFile.read(written).tensors().forEach((name, tensor) -> {
                assertArrayEquals(tensors.get(name).shape(), tensor.shape());
                assertArrayEquals(tensors.get(name).values(), tensor.values());
            });
        }
    }

    /** Creates the parameters with values from the formula; fails if their names or shapes differ from PyTorch's. */
    private static Parameters filledParameters(JsonNode golden, Model model) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : golden.get("shapes").properties()) {
            long[] shape =
                    entry.getValue().valueStream().mapToLong(JsonNode::asLong).toArray();
            int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            weights.put(entry.getKey(), new Tensor(shape, weightValues(entry.getKey(), weights.size(), size)));
        }
        return Parameters.of(model.parameters(), weights, Device.cpu());
    }

    private static float[] weightValues(String name, int position, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double value = 0.3 * Math.sin(0.7 * position + 0.37 * i + 1);
            values[i] = (float) (name.endsWith("running_var") ? 1 + value : value);
        }
        return values;
    }

    private static long[] tokens(int clip, int nFrames, int vocabularySize, int stream) {
        long[] ids = new long[nFrames];
        for (int frame = 0; frame < nFrames; frame++) {
            ids[frame] = (3L + 5L * clip + 7L * frame + (long) frame * frame + stream) % vocabularySize;
        }
        return ids;
    }

    private static float[][] targets() {
        float[][] targets = new float[N_CLIPS][N_LABELS];
        for (int clip = 0; clip < N_CLIPS; clip++) {
            for (int label = 0; label < N_LABELS; label++) {
                targets[clip][label] = (clip + label) % 2;
            }
        }
        return targets;
    }

    private static Batch batch(String name) {
        List<ClipInput> clips = new ArrayList<>();
        for (int clip = 0; clip < N_CLIPS; clip++) {
            boolean ragged = name.startsWith("lstm") || name.equals("bert");
            int nFrames = ragged ? N_FRAMES - 4 * clip : N_FRAMES;
            if (name.startsWith("multistream")) {
                List<long[]> streams = new ArrayList<>();
                for (int stream = 0; stream < STREAM_LENGTHS.length; stream++) {
                    int size = STREAMS.get(stream).vocabularySize();
                    streams.add(tokens(clip, STREAM_LENGTHS[stream][clip], size, stream));
                }
                clips.add(ClipInput.of(new ClipTokens(streams)));
            } else if (List.of("lstm", "bert", "simple").contains(name)) {
                clips.add(new ClipInput.Tokens(tokens(clip, nFrames, VOCABULARY_SIZE, 0)));
            } else {
                float[] values = new float[nFrames * N_MELS];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin(0.11 * i + clip);
                }
                clips.add(new ClipInput.Frames(values, N_MELS));
            }
        }
        return Batch.of(clips, 0);
    }

    private static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) array.get(i).asDouble();
        }
        return floats;
    }
}
