package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.Batch;
import audiotokens.model.Bert;
import audiotokens.model.ClipInput;
import audiotokens.model.Cnn;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.LabelledBatch;
import audiotokens.model.LabelledClips;
import audiotokens.model.Lstm;
import audiotokens.model.Mlp;
import audiotokens.model.Model;
import audiotokens.model.MultiStream;
import audiotokens.model.ParameterBlock;
import audiotokens.model.ParameterLayout;
import audiotokens.model.Parameters;
import audiotokens.model.Pooling;
import audiotokens.model.StreamMixer;
import audiotokens.random.TorchRandom;
import audiotokens.token.TokenStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The step of a GPU on the CPU: parameters in blocks, and dropout drawn by the engine. */
class DeviceStepTest {
    private static final int LABELS = 3;
    private static final int FRAMES = 12;
    private static final int TOKENS = 10;
    private static final int MELS = 8;

    static Stream<Model> models() {
        List<TokenStream> streams = List.of(new TokenStream("tokens", TOKENS, 0.01));
        return Stream.of(
                new Bert(TOKENS, 16, 2, 2, LABELS, 0, false),
                new Lstm(TOKENS, 8, 8, 2, LABELS, 0, Pooling.ATTENTION, false, false),
                new MultiStream(streams, 4, 8, 8, LABELS, StreamMixer.CONVOLUTION, 0, 0, 0),
                new MultiStream(streams, 4, 8, 8, LABELS, StreamMixer.GRU, 0, 0, 0),
                new Cnn(FRAMES, MELS, LABELS),
                new Mlp(FRAMES, MELS, LABELS));
    }

    @ParameterizedTest
    @MethodSource("models")
    void parametersInBlocksLearnTheSameAsSeparateOnes(Model model) {
        Trained separate = train(model, ParameterLayout.SEPARATE);
        Trained blocks = train(model, ParameterLayout.BLOCKS);
        assertArrayEquals(separate.losses(), blocks.losses(), 1e-6);
        assertTrue(separate.losses()[0] > separate.losses()[3], "it learns: " + Arrays.toString(separate.losses()));
        assertEquals(separate.weights().keySet(), blocks.weights().keySet());
        separate.weights()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), blocks.weights().get(name).values(), 1e-6f, name));
        assertEquals(separate.moments().keySet(), blocks.moments().keySet());
        separate.moments()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), blocks.moments().get(name).values(), 1e-6f, name));
        assertEquals(separate.gradients().keySet(), blocks.gradients().keySet());
        separate.gradients()
                .forEach((name, mean) -> assertEquals(mean, blocks.gradients().get(name), 1e-6, name));
    }

    @Test
    void aTrainingInBlocksGoesOnFromSeparateMoments() {
        Model model = new Lstm(TOKENS, 8, 8, 1, LABELS, 0, Pooling.MEAN, false, false);
        Trained before = train(model, ParameterLayout.SEPARATE);
        try (Parameters parameters =
                        Parameters.of(model.parameters(), before.weights(), Device.cpu(), ParameterLayout.BLOCKS);
                AdamW optimizer = new AdamW(parameters, 0.01, before.moments(), 4)) {
            optimizer
                    .moments()
                    .forEach((name, tensor) ->
                            assertArrayEquals(before.moments().get(name).values(), tensor.values(), name));
        }
    }

    @Test
    void aRecurrentLayersWeightsLieInCudnnsOrderFromTheStartOfTheirMemory() {
        Model model = Lstm.classifier(TOKENS, LABELS);
        try (Parameters parameters =
                Parameters.initial(model.parameters(), new TorchRandom(1), Device.cpu(), ParameterLayout.BLOCKS)) {
            assertEquals(3, parameters.blocks().size(), "two directions, and everything else");
            for (String layer : List.of("l0", "l0_reverse")) {
                long expected = parameters.blocks().stream()
                        .filter(block -> block.shapes().getFirst().name().equals("lstm.weight_ih_" + layer))
                        .map(ParameterBlock::values)
                        .mapToLong(DeviceStepTest::address)
                        .findFirst()
                        .orElseThrow();
                for (String part : List.of("weight_ih_", "weight_hh_", "bias_ih_", "bias_hh_")) {
                    NDArray array = parameters.get("lstm." + part + layer);
                    assertEquals(expected, address(array), part + layer);
                    expected += array.size() * Float.BYTES;
                }
            }
        }
    }

    @Test
    void theEnginesMasksFollowFromTheSeedOfThePassAndKeepTheMean() {
        float[] first = dropped(1, 0.25);
        assertArrayEquals(first, dropped(1, 0.25));
        assertFalse(Arrays.equals(first, dropped(2, 0.25)));
        long zeros = IntStream.range(0, first.length).filter(i -> first[i] == 0).count();
        assertEquals(0.25, zeros / (double) first.length, 0.01);
        for (float value : first) {
            assertTrue(value == 0 || Math.abs(value - 4 / 3.0) < 1e-6, "value " + value);
        }
    }

    @Test
    void aWholeTrainingLikeOnAGpuLearnsAndRepeatsItself() {
        Model model = new Lstm(TOKENS, 8, 16, 1, 2, 0.3, Pooling.MEAN, false, false);
        TrainingOptions options = TrainingOptions.of("epochs=6", "batchSize=4", "learningRate=0.01");
        System.setProperty("audiotokens.deviceStep", "true");
        try {
            List<Double> losses = losses(model, options);
            assertTrue(losses.getLast() < losses.getFirst() / 2, losses.toString());
            assertEquals(losses, losses(model, options));
        } finally {
            System.clearProperty("audiotokens.deviceStep");
        }
    }

    private static List<Double> losses(Model model, TrainingOptions options) {
        List<Double> losses = new ArrayList<>();
        Trainer.with(options)
                .listener(epoch -> losses.add(epoch.trainLoss()))
                .fit(model, clips())
                .close();
        return losses;
    }

    /** Low tokens have the one label, high ones the other. */
    private static LabelledClips clips() {
        SplittableRandom random = new SplittableRandom(7);
        List<LabelledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < 24; clip++) {
            boolean low = clip % 2 == 0;
            long[] tokens = random.longs(FRAMES, low ? 0 : TOKENS / 2, low ? TOKENS / 2 : TOKENS)
                    .toArray();
            clips.add(
                    new LabelledClips.Clip("clip" + clip, new ClipInput.Tokens(tokens), Set.of(low ? "low" : "high")));
        }
        return new LabelledClips(clips, List.of(new TokenStream("tokens", TOKENS, 0.01)), List.of("low", "high"));
    }

    private record Trained(
            double[] losses, Map<String, Tensor> weights, Map<String, Tensor> moments, Map<String, Double> gradients) {}

    private static Trained train(Model model, ParameterLayout layout) {
        Parameters parameters = Parameters.initial(model.parameters(), new TorchRandom(1), Device.cpu(), layout);
        AdamW optimizer = new AdamW(parameters, 0.01);
        Learner.Objective objective = new Learner.Objective(Optional.empty(), 0.5);
        double[] losses = new double[4];
        Map<String, Double> gradients = Map.of();
        try (Learner learner = new Learner(model, parameters, optimizer, objective, Optional.empty())) {
            for (int step = 0; step < losses.length; step++) {
                Learner.Step seen = learner.step(batch(model), 1e-3, Dropout.none(), step == 3);
                losses[step] = seen.loss();
                gradients = seen.gradients();
            }
            return new Trained(losses, parameters.values(), optimizer.moments(), gradients);
        }
    }

    private static LabelledBatch batch(Model model) {
        SplittableRandom random = new SplittableRandom(2);
        boolean takesTokens = !(model instanceof Cnn || model instanceof Mlp);
        List<ClipInput> clips = IntStream.of(FRAMES, FRAMES - 3)
                .mapToObj(frames -> takesTokens
                        ? (ClipInput) new ClipInput.Tokens(
                                random.longs(frames, 0, TOKENS).toArray())
                        : new ClipInput.Frames(floats(random, frames * MELS), MELS))
                .toList();
        float[][] targets = {{1, 0, 0}, {0, 1, 1}};
        return new LabelledBatch(List.of("a", "b"), Batch.of(clips, model.minFrames()), targets);
    }

    private static float[] floats(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static float[] dropped(long seed, double rate) {
        Model model = new Mlp(FRAMES, MELS, LABELS);
        try (Parameters parameters = Parameters.initial(model.parameters(), new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.training(
                        parameters, Dropout.byEngine(new SplittableRandom(seed)), Optional.empty())) {
            NDManager manager = pass.manager();
            return pass.dropout(manager.ones(new Shape(200, 200)), rate).toFloatArray();
        }
    }

    private static long address(NDArray array) {
        return MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) array, true))
                .address();
    }
}
