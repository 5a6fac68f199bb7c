package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import audiotokens.model.Dropout;
import audiotokens.model.ForwardPass;
import audiotokens.model.Initializer;
import audiotokens.model.ParameterSpec;
import audiotokens.model.Parameters;
import audiotokens.random.TorchRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Compares the optimizer with the published formulas, which this test computes in float64. */
class AdamWTest {
    private static final float[] SLOPES = {3, -4};
    private static final double LEARNING_RATE = 0.1;
    private static final double WEIGHT_DECAY = 0.5;

    @Test
    void updatesFollowTheFormulas() {
        assertUpdatesFollowFormulas(Double.POSITIVE_INFINITY, 1);
    }

    @Test
    void gradientsAreClippedByTheirGlobalNorm() {
        assertUpdatesFollowFormulas(1, 1 / 5.0);
    }

    @Test
    void gradientsBelowTheMaximumNormAreUnchanged() {
        assertUpdatesFollowFormulas(100, 1);
    }

    /**
     * The loss is linear, with slopes that grow with each step: gradients are SLOPES times the step, with a norm of 5
     * times the step.
     */
    private static void assertUpdatesFollowFormulas(double maxNorm, double firstClipFactor) {
        List<ParameterSpec> specs =
                List.of(new ParameterSpec("weight", new Shape(2), new Initializer.Given(new float[] {1, 2}), true));
        double[] expected = {1, 2};
        double[] firstMoment = new double[2];
        double[] secondMoment = new double[2];
        try (Parameters parameters = Parameters.initialize(specs, new TorchRandom(1), Device.cpu());
                AdamW optimizer = new AdamW(parameters, WEIGHT_DECAY)) {
            for (int step = 1; step <= 3; step++) {
                try (ForwardPass pass = ForwardPass.training(parameters, Dropout.none(), Optional.empty())) {
                    NDArray slopes = pass.manager().create(SLOPES).mul(step);
                    pass.backward(pass.parameter("weight").mul(slopes).sum());
                    optimizer.step(pass, LEARNING_RATE, maxNorm);
                }
                double clipFactor = firstClipFactor == 1 ? 1 : firstClipFactor / step;
                for (int i = 0; i < 2; i++) {
                    double gradient = SLOPES[i] * step * clipFactor;
                    expected[i] -= LEARNING_RATE * WEIGHT_DECAY * expected[i];
                    firstMoment[i] = 0.9 * firstMoment[i] + 0.1 * gradient;
                    secondMoment[i] = 0.999 * secondMoment[i] + 0.001 * gradient * gradient;
                    double corrected = Math.sqrt(secondMoment[i] / (1 - Math.pow(0.999, step)));
                    expected[i] -= LEARNING_RATE * firstMoment[i] / (1 - Math.pow(0.9, step)) / (corrected + 1e-8);
                }
                float[] actual = parameters.get("weight").toFloatArray();
                assertEquals(expected[0], actual[0], 1e-5);
                assertEquals(expected[1], actual[1], 1e-5);
            }
        }
    }

    @Test
    void aFusedUpdateOfArraysThatDoNotMatchIsRejected() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            List<NDArray> floats = List.of(manager.ones(new Shape(3)));
            for (List<NDArray> invalid : List.of(
                    List.<NDArray>of(),
                    List.of(manager.ones(new Shape(2))),
                    List.of(manager.ones(new Shape(3), DataType.INT64)))) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new FusedAdamW.OptimizerTensors(floats, invalid, floats, floats));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new FusedAdamW.OptimizerTensors(floats, floats, floats, invalid));
            }
        }
    }

    @Test
    void updatesComputedInPartsMatchThoseOfTheEngine() {
        int count = 200_003;
        SplittableRandom random = new SplittableRandom(7);
        // parameters, gradients, first moments and second moments
        float[][] values = new float[4][count];
        for (int i = 0; i < count; i++) {
            values[0][i] = (float) random.nextGaussian();
            values[1][i] = (float) random.nextGaussian();
            values[2][i] = (float) (0.1 * random.nextGaussian());
            values[3][i] = (float) (0.01 * random.nextDouble());
        }
        AdamWUpdate update = new AdamWUpdate(0.01, 0.1, 0.5, 0.9, 0.999, 1e-8, 5);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            List<NDArray> splitArrays =
                    Arrays.stream(values).map(manager::create).toList();
            List<NDArray> engineArrays =
                    Arrays.stream(values).map(manager::create).toList();
            List<Runnable> parts =
                    update.parts(splitArrays.get(0), splitArrays.get(1), splitArrays.get(2), splitArrays.get(3), 3);
            assertEquals(3, parts.size());
            parts.forEach(Runnable::run);
            FusedAdamW.OptimizerTensors tensors = new FusedAdamW.OptimizerTensors(
                    List.of(engineArrays.get(0)),
                    List.of(engineArrays.get(1).mul(0.5f)),
                    List.of(engineArrays.get(2)),
                    List.of(engineArrays.get(3)));
            FusedAdamW.update(tensors, manager.create(5f), 0.01, 0.9, 0.999, 0.1, 1e-8);
            for (int array : new int[] {0, 2, 3}) {
                assertArrayEquals(
                        engineArrays.get(array).toFloatArray(),
                        splitArrays.get(array).toFloatArray(),
                        2e-6f);
            }
        }
    }
}
