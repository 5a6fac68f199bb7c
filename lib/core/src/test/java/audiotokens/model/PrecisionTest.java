package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import audiotokens.random.TorchRandom;
import audiotokens.token.TokenStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests precisions on the CPU, which supports autocast to bfloat16 and where TF32 only changes a setting. */
class PrecisionTest {
    private static final int VOCABULARY_SIZE = 20;
    private static final int N_FRAMES = 16;
    private static final int N_MELS = 8;
    private static final int N_LABELS = 3;
    /** Large enough that batch normalization does not amplify rounding errors. */
    private static final int N_CLIPS = 32;

    /** A value that bfloat16, with 8 significant bits, rounds to 1. */
    private static final float ROUNDED_BY_BF16 = 1 + 1 / 512f;

    static Stream<Model> models() {
        List<TokenStream> streams = List.of(new TokenStream("tokens", VOCABULARY_SIZE, 0.01));
        return Stream.of(
                new Bert(VOCABULARY_SIZE, 16, 2, 2, N_LABELS, 0, false),
                new Lstm(VOCABULARY_SIZE, 8, 8, 2, N_LABELS, 0, Pooling.ATTENTION, false, false),
                new MultiStream(streams, 4, 8, 8, N_LABELS, StreamMixer.CONVOLUTION, 0, 0, 0),
                new MultiStream(streams, 4, 8, 8, N_LABELS, StreamMixer.GRU, 0, 0, 0),
                new MeanEmbedding(VOCABULARY_SIZE, 8, N_LABELS, false),
                new Cnn(N_FRAMES, N_MELS, N_LABELS),
                new Mlp(N_FRAMES, N_MELS, N_LABELS));
    }

    @ParameterizedTest
    @MethodSource("models")
    void bfloat16GradientsAreCloseToFloat32(Model model) {
        float[][] exact = gradients(model, Precision.FLOAT32);
        float[][] rounded = gradients(model, Precision.BF16);
        assertFalse(Arrays.deepEquals(exact, rounded), "bfloat16 must round some values");
        double squaredError = 0;
        double squaredNorm = 0;
        for (int i = 0; i < exact.length; i++) {
            for (int j = 0; j < exact[i].length; j++) {
                squaredError += Math.pow(exact[i][j] - rounded[i][j], 2);
                squaredNorm += Math.pow(exact[i][j], 2);
            }
        }
        double relativeError = Math.sqrt(squaredError / squaredNorm);
        assertTrue(relativeError < 0.05, "relative error " + relativeError);
    }

    @ParameterizedTest
    @MethodSource("models")
    void tf32MatchesFloat32OnCpu(Model model) {
        assertArrayEquals(gradients(model, Precision.FLOAT32), gradients(model, Precision.TF32));
    }

    private static float[][] gradients(Model model, Precision precision) {
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty(), precision)) {
            NDArray logits = model.logits(pass, batch(model));
            assertEquals(DataType.FLOAT32, logits.getDataType());
            pass.backward(BinaryCrossEntropy.unreduced(logits, pass.manager().create(targets()))
                    .mean());
            return parameters.blocks().stream()
                    .map(pass::gradient)
                    .peek(gradient -> assertEquals(DataType.FLOAT32, gradient.getDataType()))
                    .map(NDArray::toFloatArray)
                    .toArray(float[][]::new);
        }
    }

    private static float[][] targets() {
        float[][] targets = new float[N_CLIPS][N_LABELS];
        for (int clip = 0; clip < N_CLIPS; clip++) {
            targets[clip][clip % N_LABELS] = 1;
        }
        return targets;
    }

    private static Batch batch(Model model) {
        SplittableRandom random = new SplittableRandom(2);
        boolean readsTokens = !(model instanceof Cnn || model instanceof Mlp);
        return Batch.of(
                IntStream.range(0, N_CLIPS)
                        .mapToObj(clip -> readsTokens
                                ? (ClipInput) new ClipInput.Tokens(random.longs(N_FRAMES, 0, VOCABULARY_SIZE)
                                        .toArray())
                                : new ClipInput.Frames(floats(random, N_FRAMES * N_MELS), N_MELS))
                        .toList(),
                model.minFrames());
    }

    private static float[] floats(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void closingAPassRestoresThePrecisionOfTheEngine() {
        boolean initialSetting = LibtorchSettings.get().isTf32Enabled();
        assertEquals(1 + 1 / 256f, product(Precision.FLOAT32), 1e-5);
        assertEquals(1, product(Precision.BF16));
        assertEquals(1 + 1 / 256f, product(Precision.TF32), 1e-5);
        assertEquals(initialSetting, LibtorchSettings.get().isTf32Enabled());
        List<ParameterSpec> specs = ParameterSpec.all(ParameterSpec.linear("linear", 1, 1));
        try (Parameters parameters = Parameters.initialize(specs, new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty(), Precision.TF32)) {
            assertTrue(pass.training() && LibtorchSettings.get().isTf32Enabled());
        }
        assertEquals(initialSetting, LibtorchSettings.get().isTf32Enabled());
    }

    @Test
    void aPassThatFailsToStartRestoresThePrecisionOfTheEngine() {
        boolean initialSetting = LibtorchSettings.get().isTf32Enabled();
        RandomGenerator broken = () -> {
            throw new IllegalStateException("no random numbers");
        };
        List<ParameterSpec> specs = ParameterSpec.all(ParameterSpec.linear("linear", 1, 1));
        LibtorchSettings.get().enableTf32(false);
        try (Parameters parameters = Parameters.initialize(specs, new TorchRandom(1), Device.cpu())) {
            assertThrows(
                    IllegalStateException.class,
                    () -> ForwardPass.training(parameters, Dropout.onDevice(broken), Optional.empty(), Precision.TF32));
            assertFalse(LibtorchSettings.get().isTf32Enabled());
        } finally {
            LibtorchSettings.get().enableTf32(initialSetting);
            JniUtils.setGradMode(false);
        }
    }

    /** Computes (1 + 1/512)², which is 1 if the operands are rounded to bfloat16. */
    private static float product(Precision precision) {
        List<ParameterSpec> specs = ParameterSpec.all(ParameterSpec.linear("linear", 1, 1));
        try (Parameters parameters = Parameters.initialize(specs, new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty(), precision)) {
            NDArray number = pass.manager().create(new float[] {ROUNDED_BY_BF16}, new Shape(1, 1));
            return pass.layers().matMul(number, number).toFloatArray()[0];
        }
    }
}
