package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.random.TorchRandom;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardPassTest {
    private static final List<ParameterSpec> SPECS = ParameterSpec.all(
            ParameterSpec.linear("first", 4, 4),
            ParameterSpec.linear("left", 4, 4),
            ParameterSpec.linear("right", 4, 4),
            ParameterSpec.batchNorm("norm", 4));

    static Stream<Function<NDArray, List<NDArray>>> branchInputs() {
        return Stream.of(
                shared -> List.of(shared, shared),
                shared -> List.of(shared, shared.flip(0)),
                shared -> List.of(shared.square(), Layers.relu(shared)));
    }

    @ParameterizedTest
    @MethodSource("branchInputs")
    void forkedBranchesHaveTheSameGradientsInParallelAsSequentially(Function<NDArray, List<NDArray>> branchInputs) {
        try (WorkerPool workers = new WorkerPool(2)) {
            float[][] sequential = gradients(branchInputs, Optional.empty());
            float[][] forked = gradients(branchInputs, Optional.of(workers));
            for (int i = 0; i < sequential.length; i++) {
                assertArrayEquals(sequential[i], forked[i], 1e-5f);
            }
        }
    }

    private static float[][] gradients(Function<NDArray, List<NDArray>> branchInputs, Optional<WorkerPool> workers) {
        try (Parameters parameters = Parameters.initialize(SPECS, new TorchRandom(3), Device.cpu());
                ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), workers)) {
            Layers layers = pass.layers();
            NDArray shared =
                    layers.linear("first", pass.manager().arange(12f).div(12).reshape(3, 4));
            List<NDArray> outputs = pass.fork(
                    branchInputs.apply(shared),
                    true,
                    List.of(input -> layers.linear("left", input), input -> layers.linear("right", input.square())));
            pass.backward(outputs.getFirst().mul(outputs.getLast()).sum());
            return Stream.of("first.weight", "first.bias", "left.weight", "right.weight")
                    .map(name -> pass.gradient(name).toFloatArray())
                    .toArray(float[][]::new);
        }
    }

    @Test
    void aTrainingPassUpdatesRunningStatisticsAndAnInferencePassUsesThem() {
        float[] batch = {1, 0, 0, 0, 3, 0, 0, 0, 8, 0, 0, 2};
        try (Parameters parameters = Parameters.initialize(SPECS, new TorchRandom(3), Device.cpu())) {
            try (ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty())) {
                NDArray normalized =
                        pass.layers().batchNorm("norm", pass.manager().create(batch, new Shape(3, 4)));
                assertEquals((1 - 4) / Math.sqrt(26 / 3.0), normalized.toFloatArray()[0], 1e-4);
            }
            // momentum 0.1: a tenth of the batch's mean 4 and of its unbiased variance 13
            assertEquals(0.4, parameters.get("norm.running_mean").toFloatArray()[0], 1e-6);
            assertEquals(0.9 + 1.3, parameters.get("norm.running_var").toFloatArray()[0], 1e-6);
            try (ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
                NDArray normalized =
                        pass.layers().batchNorm("norm", pass.manager().create(batch, new Shape(3, 4)));
                assertEquals((1 - 0.4) / Math.sqrt(2.2), normalized.toFloatArray()[0], 1e-4);
            }
            assertEquals(
                    0.4,
                    parameters.get("norm.running_mean").toFloatArray()[0],
                    1e-6,
                    "inference does not change the running statistics");
        }
    }

    @Test
    void unknownParametersAreRejectedAndOnlyTrainingPassesHaveRandomNumbers() {
        try (Parameters parameters = Parameters.initialize(SPECS, new TorchRandom(3), Device.cpu())) {
            Dropout dropout = Dropout.from(new SplittableRandom(1));
            try (ForwardPass pass = ForwardPass.training(parameters, dropout, Optional.empty())) {
                assertTrue(pass.training() && pass.random().isPresent());
                assertThrows(IllegalArgumentException.class, () -> pass.gradient("norm.running_mean"));
            }
            try (ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
                assertTrue(!pass.training() && pass.random().isEmpty());
                IllegalArgumentException exception =
                        assertThrows(IllegalArgumentException.class, () -> pass.parameter("frist.weight"));
                assertTrue(exception.getMessage().contains("first.weight"), exception.getMessage());
            }
        }
    }
}
