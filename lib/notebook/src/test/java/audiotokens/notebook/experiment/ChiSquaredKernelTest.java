package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ChiSquaredKernelTest {
    /** Square roots of the relative frequencies (1, 0) and (1/2, 1/2). */
    private static final double[] ONE_TOKEN = {1, 0};

    private static final double[] TWO_TOKENS = {Math.sqrt(0.5), Math.sqrt(0.5)};

    @Test
    void distanceIsTheChiSquaredDistanceBetweenRelativeFrequencies() {
        assertEquals(0, ChiSquaredKernel.distance(TWO_TOKENS, TWO_TOKENS));
        assertEquals(2, ChiSquaredKernel.distance(ONE_TOKEN, new double[] {0, 1}));
        assertEquals(0.25 / 1.5 + 0.5, ChiSquaredKernel.distance(ONE_TOKEN, TWO_TOKENS), 1e-12);
    }

    @Test
    void similarityAtTheMeanDistanceIsOneOverE() {
        ChiSquaredKernel kernel = ChiSquaredKernel.fit(new double[][] {ONE_TOKEN, {0, 1}});
        assertEquals(0.5, kernel.gamma());
        assertEquals(1, kernel.k(ONE_TOKEN, ONE_TOKEN));
        assertEquals(1 / Math.E, kernel.k(ONE_TOKEN, new double[] {0, 1}), 1e-12);
    }

    @Test
    void aKernelCanBeFittedToEqualBags() {
        assertEquals(
                1, ChiSquaredKernel.fit(new double[][] {ONE_TOKEN, ONE_TOKEN}).k(ONE_TOKEN, ONE_TOKEN));
    }

    @Test
    void gradientIsDerivativeWithRespectToGamma() {
        double step = 1e-6;
        double slope = (new ChiSquaredKernel(1 + step).k(ONE_TOKEN, TWO_TOKENS)
                        - new ChiSquaredKernel(1 - step).k(ONE_TOKEN, TWO_TOKENS))
                / (2 * step);
        assertEquals(slope, new ChiSquaredKernel(1).kg(ONE_TOKEN, TWO_TOKENS)[1], 1e-8);
    }
}
