package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.Golden;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.training.AdamW;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that each model, with the weights of the original Python implementation, gives the original's logits and
 * losses.
 */
class GoldenModelTest {
    private static final int N_LABELS = 9;
    private static final double LEARNING_RATE = 1e-3;
    private static final double WEIGHT_DECAY = 0.01;

    static Stream<Arguments> models() {
        return Stream.of(
                arguments("lstm", new Lstm(50, 16, 24, 2, N_LABELS, 0, Pooling.LAST, false, false)),
                arguments("lstm_precomputed", new Lstm(50, 64, 24, 1, N_LABELS, 0, Pooling.LAST, true, false)),
                arguments("bert", new Bert(50, 48, 12, 2, N_LABELS, 0, false)),
                arguments("simple", new MeanEmbedding(50, 32, N_LABELS, true)),
                arguments("cnn", new Cnn(24, 64, N_LABELS)),
                arguments("baseline", new Mlp(24, 64, N_LABELS)));
    }

    private static Arguments arguments(String name, Model model) {
        return Arguments.of(Named.of(name, Golden.read("model_" + name + ".npz")), model);
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsMatchOriginal(Golden golden, Model model) {
        try (Parameters parameters = weights(golden, model);
                ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            NDArray logits = model.logits(pass, batch(golden, model));
            Golden.assertClose(golden.get("logits").values(), logits.toFloatArray(), 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossesOfFourAdamWStepsMatchOriginal(Golden golden, Model model) {
        assertLosses(golden, model, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossesOfFourAdamWStepsMatchOriginalWithTwoThreads(Golden golden, Model model) {
        try (WorkerPool workers = new WorkerPool(2)) {
            assertLosses(golden, model, Optional.of(workers));
        }
    }

    private static void assertLosses(Golden golden, Model model, Optional<WorkerPool> workers) {
        double[] expectedLosses = golden.get("losses").values();
        try (Parameters parameters = weights(golden, model);
                AdamW optimizer = new AdamW(parameters, WEIGHT_DECAY)) {
            for (double expected : expectedLosses) {
                try (ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), workers)) {
                    NDArray targets = pass.manager().create(golden.get("labels").floats(), new Shape(4, N_LABELS));
                    NDArray logits = model.logits(pass, batch(golden, model));
                    NDArray loss = BinaryCrossEntropy.unreduced(logits, targets).mean();
                    pass.backward(loss);
                    optimizer.step(pass, LEARNING_RATE, Double.POSITIVE_INFINITY);
                    assertEquals(expected, loss.getFloat(), 1e-4);
                }
            }
        }
    }

    private static Parameters weights(Golden golden, Model model) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        golden.arrays().forEach((name, array) -> {
            if (name.startsWith("w.")) {
                long[] shape =
                        Arrays.stream(array.shape()).mapToLong(axis -> axis).toArray();
                weights.put(name.substring(2), new Tensor(shape, array.floats()));
            }
        });
        return Parameters.of(model.parameters(), weights, Device.cpu());
    }

    private static Batch batch(Golden golden, Model model) {
        Golden.Array input = unflattened(golden.get("input"));
        int nFrames = input.shape()[1];
        double[] mask = golden.get("mask").values();
        List<ClipInput> inputs = new ArrayList<>();
        for (int clip = 0; clip < input.shape()[0]; clip++) {
            int length = nFrames;
            boolean masked = !(model instanceof MeanEmbedding); // the original ignores the mask in this model
            if (masked && mask.length == input.shape()[0] * nFrames) {
                length = (int) Arrays.stream(mask, clip * nFrames, (clip + 1) * nFrames)
                        .sum();
            }
            inputs.add(input(input, clip).truncate(length));
        }
        return Batch.of(inputs, nFrames);
    }

    /** The baseline's input is (clips, frames * nMels). */
    private static Golden.Array unflattened(Golden.Array input) {
        boolean flat = input.shape()[1] == 24 * 64;
        return flat ? new Golden.Array(new int[] {input.shape()[0], 24, 64}, input.values()) : input;
    }

    private static ClipInput input(Golden.Array input, int clip) {
        int nFrames = input.shape()[1];
        if (input.shape().length == 2) {
            return new ClipInput.Tokens(Arrays.copyOfRange(input.longs(), clip * nFrames, (clip + 1) * nFrames));
        }
        int nMels = input.shape()[2];
        return new ClipInput.Frames(
                Arrays.copyOfRange(input.floats(), clip * nFrames * nMels, (clip + 1) * nFrames * nMels), nMels);
    }
}
