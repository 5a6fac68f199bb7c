package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import audiotokens.random.TorchRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way back reads what the way there has made: none of it may be freed in between. */
class GradientMemoryTest {
    private static final int LABELS = 3;
    private static final int FRAMES = 12;
    private static final int TOKENS = 10;
    private static final int MELS = 8;

    static Stream<Model> models() {
        return Stream.of(
                new Bert(TOKENS, 16, 2, 2, LABELS, 0, false),
                new Lstm(TOKENS, 8, 8, 1, LABELS, 0.5, Pooling.ATTENTION, false, false),
                new MeanEmbedding(TOKENS, 8, LABELS, false),
                new Cnn(FRAMES, MELS, LABELS),
                new Mlp(FRAMES, MELS, LABELS));
    }

    @ParameterizedTest
    @MethodSource("models")
    void gradientsAreTheSameWhereGarbageIsCollectedOnTheWay(Model model) {
        try (Parameters parameters = Parameters.initial(model.parameters(), new TorchRandom(1), Device.cpu())) {
            Batch batch = batch(model);
            Map<String, float[]> quiet = gradients(model, parameters, batch, () -> {});
            Map<String, float[]> disturbed =
                    gradients(model, parameters, batch, GradientMemoryTest::collectAndFillGarbage);
            assertTrue(quiet.size() > 2);
            quiet.forEach((name, gradient) -> assertArrayEquals(gradient, disturbed.get(name), 1e-6f, name));
        }
    }

    private static Batch batch(Model model) {
        SplittableRandom random = new SplittableRandom(2);
        boolean takesTokens = !(model instanceof Cnn || model instanceof Mlp);
        List<ClipInput> clips = IntStream.of(FRAMES, FRAMES - 3)
                .mapToObj(frames -> takesTokens
                        ? (ClipInput) new ClipInput.Tokens(
                                random.longs(frames, 0, TOKENS).toArray())
                        : new ClipInput.Frames(floats(random, frames * MELS), MELS))
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

    private static Map<String, float[]> gradients(Model model, Parameters parameters, Batch batch, Runnable between) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (ForwardPass pass =
                ForwardPass.training(parameters, Dropout.from(new SplittableRandom(3)), Optional.empty())) {
            NDArray loss = model.logits(pass, batch).square().sum();
            between.run();
            pass.backward(loss);
            for (String name : parameters.trained().keySet()) {
                gradients.put(name, pass.gradient(name).toFloatArray());
            }
        }
        return gradients;
    }

    /** Has the memory of what nobody owns any more freed, and takes it for other numbers. */
    private static void collectAndFillGarbage() {
        List<ByteBuffer> taken = new ArrayList<>();
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
                taken.add(buffer);
            }
        }
    }
}
