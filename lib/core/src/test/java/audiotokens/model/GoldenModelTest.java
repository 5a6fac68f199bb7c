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

/** Each classifier, with the original's weights, gives the original's logits and learns as it does. */
class GoldenModelTest {
    private static final int LABELS = 9;
    private static final double LEARNING_RATE = 1e-3;
    private static final double WEIGHT_DECAY = 0.01;

    static Stream<Arguments> models() {
        return Stream.of(
                model("lstm", new LstmClassifier(50, 16, 24, 2, LABELS, 0, Pooling.LAST, false, false)),
                model("lstm_precomputed", new LstmClassifier(50, 64, 24, 1, LABELS, 0, Pooling.LAST, true, false)),
                model("bert", new BertClassifier(50, 48, 12, 2, LABELS, 0, false)),
                model("simple", new SimpleClassifier(50, 32, LABELS, true)),
                model("cnn", new CnnClassifier(24, 64, LABELS)),
                model("baseline", new BaselineClassifier(24, 64, LABELS)));
    }

    private static Arguments model(String name, Classifier classifier) {
        return Arguments.of(Named.of(name, Golden.read("model_" + name + ".npz")), classifier);
    }

    @ParameterizedTest
    @MethodSource("models")
    void givenTheOriginalsWeightsThenItsLogits(Golden golden, Classifier classifier) {
        try (Parameters parameters = weights(golden, classifier);
                Pass pass = Pass.predicting(parameters, Optional.empty())) {
            NDArray logits = classifier.logits(pass, batch(golden, classifier));
            Golden.assertClose(golden.get("logits").values(), logits.toFloatArray(), 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void givenFourStepsOfAdamWThenTheOriginalsLosses(Golden golden, Classifier classifier) {
        assertLosses(golden, classifier, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("models")
    void givenTwoThreadsThenTheSameLosses(Golden golden, Classifier classifier) {
        try (Branches branches = new Branches(2)) {
            assertLosses(golden, classifier, Optional.of(branches));
        }
    }

    private static void assertLosses(Golden golden, Classifier classifier, Optional<Branches> branches) {
        double[] expected = golden.get("losses").values();
        try (Parameters parameters = weights(golden, classifier);
                AdamW optimizer = new AdamW(parameters, WEIGHT_DECAY)) {
            for (double loss : expected) {
                try (Pass pass = Pass.training(parameters, Dropout.none(), branches)) {
                    NDArray targets = pass.manager().create(golden.get("labels").floats(), new Shape(4, LABELS));
                    NDArray logits = classifier.logits(pass, batch(golden, classifier));
                    NDArray actual = BinaryCrossEntropy.each(logits, targets).mean();
                    pass.backward(actual);
                    optimizer.step(pass, LEARNING_RATE, Double.POSITIVE_INFINITY);
                    assertEquals(loss, actual.getFloat(), 1e-4);
                }
            }
        }
    }

    private static Parameters weights(Golden golden, Classifier classifier) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        golden.all().forEach((name, array) -> {
            if (name.startsWith("w.")) {
                long[] shape =
                        Arrays.stream(array.shape()).mapToLong(axis -> axis).toArray();
                weights.put(name.substring(2), new Tensor(shape, array.floats()));
            }
        });
        return Parameters.of(classifier.parameters(), weights, Device.cpu());
    }

    private static Batch batch(Golden golden, Classifier classifier) {
        Golden.Array input = unflattened(golden.get("input"));
        int frames = input.shape()[1];
        double[] mask = golden.get("mask").values();
        List<ClipInput> inputs = new ArrayList<>();
        for (int clip = 0; clip < input.shape()[0]; clip++) {
            int length = frames;
            boolean masked = !(classifier instanceof SimpleClassifier); // the original takes no notice of it there
            if (masked && mask.length == input.shape()[0] * frames) {
                length = (int)
                        Arrays.stream(mask, clip * frames, (clip + 1) * frames).sum();
            }
            inputs.add(input(input, clip).first(length));
        }
        return Batch.of(inputs, frames);
    }

    /** The baseline's input is (clips, frames * nMels). */
    private static Golden.Array unflattened(Golden.Array input) {
        boolean flat = input.shape()[1] == 24 * 64;
        return flat ? new Golden.Array(new int[] {input.shape()[0], 24, 64}, input.values()) : input;
    }

    private static ClipInput input(Golden.Array input, int clip) {
        int frames = input.shape()[1];
        if (input.shape().length == 2) {
            return new ClipInput.Tokens(Arrays.copyOfRange(input.longs(), clip * frames, (clip + 1) * frames));
        }
        int nMels = input.shape()[2];
        return new ClipInput.Frames(
                Arrays.copyOfRange(input.floats(), clip * frames * nMels, (clip + 1) * frames * nMels), nMels);
    }
}
