package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.Device;
import audiotokens.random.TorchRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks how padding affects a clip's logits in a batch with a longer clip. */
class PaddingTest {
    private static final int N_LABELS = 3;
    private static final ClipInput LONG = new ClipInput.Tokens(new long[] {3, 1, 4, 1, 5, 9, 2});
    private static final ClipInput SHORT = new ClipInput.Tokens(new long[] {2, 7, 1, 8});
    private static final ClipInput SHORT_AND_ZEROS = new ClipInput.Tokens(new long[] {2, 7, 1, 8, 0, 0, 0});

    static Stream<Arguments> models() {
        return Stream.of(
                arguments(
                        "lstm", countPadding -> new Lstm(10, 6, 7, 2, N_LABELS, 0, Pooling.LAST, false, countPadding)),
                arguments("bert", countPadding -> new Bert(10, 8, 2, 2, N_LABELS, 0, countPadding)),
                arguments("simple", countPadding -> new MeanEmbedding(10, 6, N_LABELS, countPadding)));
    }

    private static Arguments arguments(String name, Function<Boolean, Model> model) {
        return Arguments.of(name, model);
    }

    @Test
    void countedPaddingActsAsFramesOfZero() {
        ClipInput longer = new ClipInput.Frames(new float[] {1, 2, 3, 4, 5, 6}, 2);
        ClipInput shorter = new ClipInput.Frames(new float[] {7, 8}, 2);
        ClipInput shorterAndZeros = new ClipInput.Frames(new float[] {7, 8, 0, 0, 0, 0}, 2);
        Function<Boolean, Model> model =
                countPadding -> new Lstm(10, 2, 7, 1, N_LABELS, 0, Pooling.MEAN, true, countPadding);
        assertArrayEquals(
                logits(model.apply(false), shorterAndZeros), logits(model.apply(true), shorter, longer), 1e-5f);
        assertArrayEquals(logits(model.apply(false), shorter), logits(model.apply(false), shorter, longer), 1e-5f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void paddingDoesNotChangeTheLogits(String name, Function<Boolean, Model> model) {
        assertArrayEquals(logits(model.apply(false), SHORT), logits(model.apply(false), SHORT, LONG), 1e-5f);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void countedPaddingActsAsToken0(String name, Function<Boolean, Model> model) {
        assertArrayEquals(logits(model.apply(false), SHORT_AND_ZEROS), logits(model.apply(true), SHORT, LONG), 1e-5f);
    }

    /** Computes the first clip's logits. */
    private static float[] logits(Model model, ClipInput... clips) {
        List<ParameterSpec> specs = model.parameters();
        try (Parameters parameters = Parameters.initialize(specs, new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            float[] batchLogits =
                    model.logits(pass, Batch.of(List.of(clips), 0)).toFloatArray();
            return Arrays.copyOf(batchLogits, N_LABELS);
        }
    }
}
