package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import audiotokens.random.TorchRandom;
import audiotokens.token.TokenStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that no result of the forward pass is freed before the backward pass reads it. */
class GradientMemoryTest {
    private static final int N_LABELS = 3;
    private static final int N_FRAMES = 12;
    private static final int VOCABULARY_SIZE = 10;
    private static final int N_MELS = 8;

    private static final List<TokenStream> STREAMS = List.of(new TokenStream("tokens", VOCABULARY_SIZE, 0.01));

    static Stream<Model> models() {
        return Stream.of(
                new Bert(VOCABULARY_SIZE, 16, 2, 2, N_LABELS, 0, false),
                new Lstm(VOCABULARY_SIZE, 8, 8, 1, N_LABELS, 0.5, Pooling.ATTENTION, false, false),
                new MeanEmbedding(VOCABULARY_SIZE, 8, N_LABELS, false),
                new MultiStream(STREAMS, 4, 8, 8, N_LABELS, StreamMixer.CONVOLUTION, 0.2, 0.2, 0.5),
                new MultiStream(STREAMS, 4, 8, 8, N_LABELS, StreamMixer.GRU, 0.2, 0.2, 0.5),
                new SoftmaxOutput(new MultiStream(
                        STREAMS, 4, 8, 8, N_LABELS, StreamMixer.NONE, 0.2, 0.2, 0.5, TokenFrequencyMode.ADDED, 0.5)),
                new Cnn(N_FRAMES, N_MELS, N_LABELS),
                new Mlp(N_FRAMES, N_MELS, N_LABELS));
    }

    @ParameterizedTest
    @MethodSource("models")
    void garbageCollectionBeforeTheBackwardPassDoesNotChangeTheGradients(Model model) {
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu())) {
            Batch batch = batch(model);
            Map<String, float[]> gradientsWithoutGc = gradients(model, parameters, batch, () -> {});
            Map<String, float[]> gradientsWithGc =
                    gradients(model, parameters, batch, GradientMemoryTest::freeAndOverwriteGarbage);
            assertTrue(gradientsWithoutGc.size() > 2);
            gradientsWithoutGc.forEach(
                    (name, gradient) -> assertArrayEquals(gradient, gradientsWithGc.get(name), 1e-6f, name));
        }
    }

    /** A model with a bug: DJL frees the operand of a scalar operation before the backward pass reads it. */
    private record OperandFreedTooEarly() implements Model {
        @Override
        public List<ParameterSpec> parameters() {
            return ParameterSpec.linear("output", N_MELS, N_LABELS);
        }

        @Override
        public NDArray logits(ForwardPass pass, Batch batch) {
            NDArray mean = SequencePooling.mean(batch.clipMajor(pass.manager()));
            NDArray logits = pass.layers().linear("output", mean);
            for (int i = 0; i < 200; i++) {
                logits = logits.div(1.01f);
            }
            return logits;
        }
    }

    @Test
    void anOperandFreedTooEarlyIsDetected() {
        Model model = new OperandFreedTooEarly();
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu())) {
            SplittableRandom random = new SplittableRandom(2);
            Batch batch = Batch.of(List.of(new ClipInput.Frames(floats(random, N_FRAMES * N_MELS), N_MELS)), 0);
            float[] gradientsWithoutGc =
                    gradients(model, parameters, batch, () -> {}).get("output.weight");
            float[] gradientsWithGc = gradients(model, parameters, batch, GradientMemoryTest::freeAndOverwriteGarbage)
                    .get("output.weight");
            assertFalse(Arrays.equals(gradientsWithoutGc, gradientsWithGc));
        }
    }

    private static Batch batch(Model model) {
        SplittableRandom random = new SplittableRandom(2);
        boolean readsTokens = !(model instanceof Cnn || model instanceof Mlp);
        List<ClipInput> clips = IntStream.of(N_FRAMES, N_FRAMES - 3)
                .mapToObj(frames -> readsTokens
                        ? (ClipInput) new ClipInput.Tokens(
                                random.longs(frames, 0, VOCABULARY_SIZE).toArray())
                        : new ClipInput.Frames(floats(random, frames * N_MELS), N_MELS))
                .toList();
        return Batch.of(clips, model.minFrames());
    }

    private static float[] floats(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return values;
    }

    private static Map<String, float[]> gradients(
            Model model, Parameters parameters, Batch batch, Runnable beforeBackward) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (ForwardPass pass =
                ForwardPass.training(parameters, Dropout.from(new SplittableRandom(3)), Optional.empty())) {
            NDArray loss = model.logits(pass, batch).square().sum();
            beforeBackward.run();
            pass.backward(loss);
            for (String name : parameters.trained().keySet()) {
                gradients.put(name, pass.gradient(name).toFloatArray());
            }
        }
        return gradients;
    }

    /** Frees unreachable native memory and overwrites it. */
    private static void freeAndOverwriteGarbage() {
        @SuppressWarnings("ModifiedButNotUsed") // keeps the buffers reachable
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            System.gc();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            for (int i = 0; i < 2000; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
                buffer.putDouble(0, 1e-3 * i + 7);
                buffers.add(buffer);
            }
        }
    }
}
