package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.Batch;
import audiotokens.model.BatchUpload;
import audiotokens.model.Bert;
import audiotokens.model.ClipInput;
import audiotokens.model.Cnn;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.LabeledBatch;
import audiotokens.model.LabeledClips;
import audiotokens.model.Lstm;
import audiotokens.model.Mlp;
import audiotokens.model.Model;
import audiotokens.model.MultiStream;
import audiotokens.model.ParameterBlock;
import audiotokens.model.ParameterLayout;
import audiotokens.model.Parameters;
import audiotokens.model.Pooling;
import audiotokens.model.Precision;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests a GPU's training step on the CPU: parameters in blocks, dropout masks drawn by the engine, batches uploaded
 * ahead, and results left on the device.
 */
class DeviceStepTest {
    private static final int N_LABELS = 3;
    private static final int N_FRAMES = 12;
    private static final int VOCABULARY_SIZE = 10;
    private static final int N_MELS = 8;

    static Stream<Model> models() {
        List<TokenStream> streams = List.of(new TokenStream("tokens", VOCABULARY_SIZE, 0.01));
        return Stream.of(
                new Bert(VOCABULARY_SIZE, 16, 2, 2, N_LABELS, 0, false),
                new Lstm(VOCABULARY_SIZE, 8, 8, 2, N_LABELS, 0, Pooling.ATTENTION, false, false),
                new MultiStream(streams, 4, 8, 8, N_LABELS, StreamMixer.CONVOLUTION, 0, 0, 0),
                new MultiStream(streams, 4, 8, 8, N_LABELS, StreamMixer.GRU, 0, 0, 0),
                new Cnn(N_FRAMES, N_MELS, N_LABELS),
                new Mlp(N_FRAMES, N_MELS, N_LABELS));
    }

    static Stream<Arguments> modelsWithAndWithoutPadding() {
        return models().flatMap(model -> Stream.of(arguments(model, 0), arguments(model, 3)));
    }

    @ParameterizedTest
    @MethodSource("modelsWithAndWithoutPadding")
    void parametersInBlocksAreTrainedLikeSeparateOnes(Model model, int padding) {
        TrainingResult separate = train(model, ParameterLayout.SEPARATE, padding);
        TrainingResult blocks = train(model, ParameterLayout.BLOCKS, padding);
        assertArrayEquals(separate.losses(), blocks.losses(), 1e-5);
        assertTrue(
                separate.losses()[0] > separate.losses()[3],
                "the loss decreases: " + Arrays.toString(separate.losses()));
        assertEquals(separate.moments().keySet(), blocks.moments().keySet());
        separate.moments()
                .forEach((name, tensor) -> assertArrayEquals(
                        tensor.values(), blocks.moments().get(name).values(), 1e-6f, name));
        assertEquals(separate.gradients().keySet(), blocks.gradients().keySet());
        separate.gradients()
                .forEach((name, mean) -> assertEquals(mean, blocks.gradients().get(name), 1e-6, name));
        assertEquals(separate.weights().keySet(), blocks.weights().keySet());
        separate.weights().forEach((name, tensor) -> {
            float[] expected = tensor.values().clone();
            float[] actual = blocks.weights().get(name).values().clone();
            Tensor squares = separate.moments().get("exp_avg_sq." + name);
            if (squares == null) {
                // running statistics have no moments, but depend on biases with arbitrary updates (see below)
                assertArrayEquals(expected, actual, 1e-3f, name);
                return;
            }
            for (int i = 0; i < expected.length; i++) {
                // if a gradient is only rounding error, such as that of a bias before a softmax, updates are arbitrary
                if (squares.values()[i] < 1e-12) {
                    expected[i] = actual[i];
                }
            }
            assertArrayEquals(expected, actual, 1e-5f, name);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void queuedStepsGiveTheSameResultsAsSingleSteps(Model model) {
        try (Learner single = learner(model);
                Learner queued = learner(model);
                BatchUpload upload = new BatchUpload(Device.cpu())) {
            List<Learner.Step> expected = new ArrayList<>();
            for (int step = 0; step < 4; step++) {
                boolean last = step == 3;
                expected.add(single.step(batch(model), 1e-3, dropout(step), last));
                try (LabeledBatch uploaded = upload.upload(batch(model))) {
                    queued.queue(uploaded, 1e-3, dropout(step), last);
                }
            }
            List<Learner.Step> results = queued.readResults();
            assertEquals(4, results.size());
            for (int step = 0; step < 4; step++) {
                assertEquals(expected.get(step).loss(), results.get(step).loss());
                for (int clip = 0; clip < expected.get(step).scores().length; clip++) {
                    // the engine computes the sigmoid in float32
                    assertArrayEquals(
                            expected.get(step).scores()[clip], results.get(step).scores()[clip], 1e-6f);
                }
                assertEquals(expected.get(step).gradients(), results.get(step).gradients());
            }
            assertEquals(List.of(), queued.readResults(), "each step is returned once");
        }
    }

    private static Learner learner(Model model) {
        Parameters parameters =
                Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu(), ParameterLayout.BLOCKS);
        return new Learner(
                model,
                parameters,
                new AdamW(parameters, 0.01),
                new Learner.Objective(Optional.empty(), 0.5),
                Precision.FLOAT32,
                Optional.empty());
    }

    private static Dropout dropout(int step) {
        return Dropout.onDevice(new SplittableRandom(step));
    }

    @Test
    void anOptimizerOfBlocksResumesFromMomentsOfSeparateParameters() {
        Model model = new Lstm(VOCABULARY_SIZE, 8, 8, 1, N_LABELS, 0, Pooling.MEAN, false, false);
        TrainingResult separate = train(model, ParameterLayout.SEPARATE, 3);
        try (Parameters parameters =
                        Parameters.of(model.parameters(), separate.weights(), Device.cpu(), ParameterLayout.BLOCKS);
                AdamW optimizer = new AdamW(parameters, 0.01, separate.moments(), 4)) {
            optimizer
                    .moments()
                    .forEach((name, tensor) ->
                            assertArrayEquals(separate.moments().get(name).values(), tensor.values(), name));
        }
    }

    @Test
    void theWeightsOfARecurrentLayerAreInTheOrderThatCudnnExpects() {
        Model model = Lstm.classifier(VOCABULARY_SIZE, N_LABELS);
        try (Parameters parameters =
                Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu(), ParameterLayout.BLOCKS)) {
            assertEquals(3, parameters.blocks().size(), "two directions, and everything else");
            for (String layer : List.of("l0", "l0_reverse")) {
                long expected = parameters.blocks().stream()
                        .filter(block -> block.specs().getFirst().name().equals("lstm.weight_ih_" + layer))
                        .map(ParameterBlock::values)
                        .mapToLong(DeviceStepTest::address)
                        .findFirst()
                        .orElseThrow();
                for (String prefix : List.of("weight_ih_", "weight_hh_", "bias_ih_", "bias_hh_")) {
                    NDArray array = parameters.get("lstm." + prefix + layer);
                    assertEquals(expected, address(array), prefix + layer);
                    expected += array.size() * Float.BYTES;
                }
            }
        }
    }

    @Test
    void dropoutMasksDrawnByTheEngineDependOnTheSeedAndAreRescaled() {
        float[] masked = onesWithDropout(1, 0.25);
        assertArrayEquals(masked, onesWithDropout(1, 0.25));
        assertFalse(Arrays.equals(masked, onesWithDropout(2, 0.25)));
        long zeros =
                IntStream.range(0, masked.length).filter(i -> masked[i] == 0).count();
        assertEquals(0.25, zeros / (double) masked.length, 0.01);
        for (float value : masked) {
            assertTrue(value == 0 || Math.abs(value - 4 / 3.0) < 1e-6, "value " + value);
        }
    }

    @Test
    void trainingWithDeviceStepsLearnsAndIsReproducible() {
        Model model = new Lstm(VOCABULARY_SIZE, 8, 16, 1, 2, 0.3, Pooling.MEAN, false, false);
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

    @Test
    void manyDeviceStepsGiveTheSameEpochMetricsAsCpuSteps() {
        Model model = new Lstm(VOCABULARY_SIZE, 8, 16, 1, 2, 0, Pooling.MEAN, false, false);
        // more than a hundred steps per epoch, so that some results are read before its end, and a smaller last batch
        TrainingOptions options = TrainingOptions.of("epochs=2", "batchSize=7", "gradientClip=0.1");
        LabeledClips clips = clips(703);
        List<Epoch> expected = epochs(model, options, clips);
        System.setProperty("audiotokens.deviceStep", "true");
        try {
            List<Epoch> epochs = epochs(model, options, clips);
            for (int i = 0; i < 2; i++) {
                assertEquals(expected.get(i).trainLoss(), epochs.get(i).trainLoss(), 1e-5);
                assertEquals(
                        expected.get(i).trainMap().orElseThrow(),
                        epochs.get(i).trainMap().orElseThrow(),
                        1e-3);
                assertEquals(
                        expected.get(i).gradients().keySet(),
                        epochs.get(i).gradients().keySet());
                assertTrue(epochs.get(i).stepSeconds() > 0
                        && epochs.get(i).stepSeconds() <= epochs.get(i).seconds());
            }
        } finally {
            System.clearProperty("audiotokens.deviceStep");
        }
    }

    @Test
    void aNonFiniteLossIsReportedWithItsStepAndEpoch() {
        Model model = new Lstm(VOCABULARY_SIZE, 8, 16, 1, 2, 0, Pooling.MEAN, false, false);
        TrainingOptions options = TrainingOptions.of("epochs=1", "batchSize=4", "learningRate=10", "weightDecay=10");
        String expected = messageOfNonFiniteLoss(model, options);
        assertTrue(expected.matches("the loss became .* at step \\d+ of epoch 1; .*"), expected);
        System.setProperty("audiotokens.deviceStep", "true");
        try {
            assertEquals(expected, messageOfNonFiniteLoss(model, options));
        } finally {
            System.clearProperty("audiotokens.deviceStep");
        }
    }

    private static String messageOfNonFiniteLoss(Model model, TrainingOptions options) {
        return assertThrows(AudioTokensException.class, () -> epochs(model, options, clips(400)))
                .getMessage();
    }

    private static List<Double> losses(Model model, TrainingOptions options) {
        return epochs(model, options, clips(24)).stream().map(Epoch::trainLoss).toList();
    }

    private static List<Epoch> epochs(Model model, TrainingOptions options, LabeledClips clips) {
        List<Epoch> epochs = new ArrayList<>();
        Trainer.with(options).listener(epochs::add).fit(model, clips).close();
        return epochs;
    }

    /** Clips of low tokens have one label, clips of high tokens the other. */
    private static LabeledClips clips(int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<LabeledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            boolean low = clip % 2 == 0;
            long[] tokens = random.longs(
                            N_FRAMES, low ? 0 : VOCABULARY_SIZE / 2, low ? VOCABULARY_SIZE / 2 : VOCABULARY_SIZE)
                    .toArray();
            clips.add(new LabeledClips.Clip("clip" + clip, new ClipInput.Tokens(tokens), Set.of(low ? "low" : "high")));
        }
        return new LabeledClips(
                clips, List.of(new TokenStream("tokens", VOCABULARY_SIZE, 0.01)), List.of("low", "high"));
    }

    private record TrainingResult(
            double[] losses, Map<String, Tensor> weights, Map<String, Tensor> moments, Map<String, Double> gradients) {}

    private static TrainingResult train(Model model, ParameterLayout layout, int padding) {
        Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu(), layout);
        AdamW optimizer = new AdamW(parameters, 0.01);
        Learner.Objective objective = new Learner.Objective(Optional.empty(), 0.5);
        double[] losses = new double[4];
        Map<String, Double> gradients = Map.of();
        try (Learner learner =
                new Learner(model, parameters, optimizer, objective, Precision.FLOAT32, Optional.empty())) {
            for (int step = 0; step < losses.length; step++) {
                Learner.Step result = learner.step(batch(model, padding), 1e-3, Dropout.none(), step == 3);
                losses[step] = result.loss();
                gradients = result.gradients();
            }
            return new TrainingResult(losses, parameters.values(), optimizer.moments(), gradients);
        }
    }

    private static LabeledBatch batch(Model model) {
        return batch(model, 3);
    }

    private static LabeledBatch batch(Model model, int padding) {
        SplittableRandom random = new SplittableRandom(2);
        boolean readsTokens = !(model instanceof Cnn || model instanceof Mlp);
        List<ClipInput> clips = IntStream.of(N_FRAMES, N_FRAMES - padding)
                .mapToObj(frames -> readsTokens
                        ? (ClipInput) new ClipInput.Tokens(
                                random.longs(frames, 0, VOCABULARY_SIZE).toArray())
                        : new ClipInput.Frames(floats(random, frames * N_MELS), N_MELS))
                .toList();
        float[][] targets = {{1, 0, 0}, {0, 1, 1}};
        return new LabeledBatch(List.of("a", "b"), Batch.of(clips, model.minFrames()), targets);
    }

    private static float[] floats(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static float[] onesWithDropout(long seed, double rate) {
        Model model = new Mlp(N_FRAMES, N_MELS, N_LABELS);
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.training(
                        parameters, Dropout.onDevice(new SplittableRandom(seed)), Optional.empty())) {
            NDManager manager = pass.manager();
            return pass.dropout(manager.ones(new Shape(200, 200)), rate).toFloatArray();
        }
    }

    private static long address(NDArray array) {
        return MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) array, true))
                .address();
    }
}
