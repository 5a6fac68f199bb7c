package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import audiotokens.ReferencePython;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.random.TorchRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Checks that PyTorch loads this library's weights and vice versa, in strict mode, and that the logits agree. */
@Tag("slow")
class PyTorchExchangeTest {
    private static final int VOCABULARY_SIZE = 12;
    private static final int N_LABELS = 5;
    private static final int N_MELS = 8;
    private static final int N_FRAMES = 12;

    @TempDir
    Path folder;

    @BeforeAll
    static void requirePythonWithTorch() throws Exception {
        ReferencePython.assumeAvailable();
    }

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("lstm", new Lstm(VOCABULARY_SIZE, 6, 7, 2, N_LABELS, 0.5, Pooling.LAST, false, false)),
                Arguments.of(
                        "lstm_precomputed",
                        new Lstm(VOCABULARY_SIZE, N_MELS, 7, 1, N_LABELS, 0.5, Pooling.LAST, true, false)),
                Arguments.of("bert", new Bert(VOCABULARY_SIZE, 8, 2, 2, N_LABELS, 0, false)),
                Arguments.of("simple", new MeanEmbedding(VOCABULARY_SIZE, 6, N_LABELS, true)),
                Arguments.of("cnn", new Cnn(N_FRAMES, N_MELS, N_LABELS)),
                Arguments.of("baseline", new Mlp(N_FRAMES, N_MELS, N_LABELS)));
    }

    /** All models except BERT, whose weights transformers initializes in a different order. */
    static Stream<Arguments> modelsExceptBert() {
        return models().filter(model -> !model.get()[0].equals("bert"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void pyTorchLoadsWeightsStrictlyAndComputesTheSameLogits(String name, Model model) throws Exception {
        List<ClipInput> clips = clips(name);
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(3), Device.cpu())) {
            new SafetensorsFile(parameters.values(), Map.of()).write(folder.resolve("weights.safetensors"));
            assertArrayEquals(runPython("load", name, clips), logits(model, parameters, clips), 1e-4f);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void weightsFromPyTorchLoadStrictlyAndGiveTheSameLogits(String name, Model model) throws Exception {
        List<ClipInput> clips = clips(name);
        float[] expected = runPython("create", name, clips);
        SafetensorsFile file = SafetensorsFile.read(folder.resolve("weights.safetensors"));
        try (Parameters parameters = Parameters.of(model.parameters(), file.tensors(), Device.cpu())) {
            assertArrayEquals(expected, logits(model, parameters, clips), 1e-4f);
        }
    }

    @ParameterizedTest
    @MethodSource("modelsExceptBert")
    void sameSeedGivesSameInitialWeightsAsPyTorch(String name, Model model) throws Exception {
        runPython("create", name, clips(name));
        Map<String, Tensor> expected =
                SafetensorsFile.read(folder.resolve("weights.safetensors")).tensors();
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu())) {
            Map<String, Tensor> initial = parameters.values();
            assertEquals(expected.keySet(), initial.keySet());
            initial.forEach((parameter, tensor) ->
                    assertArrayEquals(expected.get(parameter).values(), tensor.values(), 1e-6f, parameter));
        }
    }

    private static float[] logits(Model model, Parameters parameters, List<ClipInput> clips) {
        try (ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            return model.logits(pass, Batch.of(clips, 0)).toFloatArray();
        }
    }

    /** Three clips; lengths differ for the recurrent models and BERT. */
    private static List<ClipInput> clips(String name) {
        SplittableRandom random = new SplittableRandom(4);
        boolean ragged = name.startsWith("lstm") || name.equals("bert");
        List<ClipInput> clips = new ArrayList<>();
        for (int clip = 0; clip < 3; clip++) {
            int nFrames = ragged ? N_FRAMES - 4 * clip : N_FRAMES;
            if (List.of("lstm", "bert", "simple").contains(name)) {
                clips.add(new ClipInput.Tokens(
                        random.longs(nFrames, 0, VOCABULARY_SIZE).toArray()));
            } else {
                float[] values = new float[nFrames * N_MELS];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                clips.add(new ClipInput.Frames(values, N_MELS));
            }
        }
        return clips;
    }

    private float[] runPython(String command, String name, List<ClipInput> clips) throws Exception {
        Files.writeString(
                folder.resolve("input.json"),
                JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                "input",
                                        clips.stream()
                                                .map(PyTorchExchangeTest::padded)
                                                .toList(),
                                "lengths", clips.stream().map(ClipInput::length).toList())));
        ReferencePython.run("original_models.py", command, name, folder);
        return JsonMapper.shared().readValue(Files.readString(folder.resolve("logits.json")), float[].class);
    }

    private static Object padded(ClipInput clip) {
        return switch (clip) {
            case ClipInput.Tokens tokens -> Arrays.copyOf(tokens.ids(), N_FRAMES);
            case ClipInput.Frames frames -> {
                float[][] rows = new float[N_FRAMES][N_MELS];
                for (int frame = 0; frame < frames.length(); frame++) {
                    System.arraycopy(frames.values(), frame * N_MELS, rows[frame], 0, N_MELS);
                }
                yield rows;
            }
            case ClipInput.Streams _ ->
                throw new IllegalArgumentException("the original Python implementation has one stream");
        };
    }
}
