package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import audiotokens.model.Dropout;
import audiotokens.model.ParameterShape;
import audiotokens.model.Parameters;
import audiotokens.model.Pass;
import audiotokens.model.RandomStreams;
import audiotokens.model.Start;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against the published formulas, computed here in doubles. */
class AdamWTest {
    private static final float[] SLOPES = {3, -4};
    private static final double RATE = 0.1;
    private static final double DECAY = 0.5;

    @Test
    void followsTheFormulas() {
        assertFollows(Double.POSITIVE_INFINITY, 1);
    }

    @Test
    void scalesAllGradientsDownWhereTheirNormIsTooGreat() {
        assertFollows(1, 1 / 5.0);
    }

    @Test
    void leavesSmallerGradientsAlone() {
        assertFollows(100, 1);
    }

    /** The loss is a plane whose slope grows each step: gradients are SLOPES times the step, their norm 5 times it. */
    private static void assertFollows(double greatestNorm, double firstScale) {
        List<ParameterShape> shapes =
                List.of(new ParameterShape("weight", new Shape(2), new Start.Given(new float[] {1, 2}), true));
        double[] expected = {1, 2};
        double[] mean = new double[2];
        double[] variance = new double[2];
        try (Parameters parameters = Parameters.initial(shapes, new RandomStreams(1), Device.cpu());
                AdamW optimizer = new AdamW(parameters, DECAY)) {
            for (int step = 1; step <= 3; step++) {
                backward(parameters, step);
                optimizer.step(RATE, greatestNorm);
                double scale = firstScale == 1 ? 1 : firstScale / step;
                for (int i = 0; i < 2; i++) {
                    double gradient = SLOPES[i] * step * scale;
                    expected[i] -= RATE * DECAY * expected[i];
                    mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                    variance[i] = 0.999 * variance[i] + 0.001 * gradient * gradient;
                    double corrected = Math.sqrt(variance[i] / (1 - Math.pow(0.999, step)));
                    expected[i] -= RATE * mean[i] / (1 - Math.pow(0.9, step)) / (corrected + 1e-8);
                }
                float[] actual = parameters.get("weight").toFloatArray();
                assertEquals(expected[0], actual[0], 1e-5);
                assertEquals(expected[1], actual[1], 1e-5);
            }
        }
    }

    private static void backward(Parameters parameters, int step) {
        try (Pass pass = Pass.training(parameters, Dropout.none(), Optional.empty())) {
            NDArray slopes = pass.manager().create(SLOPES).mul(step);
            pass.backward(parameters.get("weight").mul(slopes).sum());
        }
    }
}
