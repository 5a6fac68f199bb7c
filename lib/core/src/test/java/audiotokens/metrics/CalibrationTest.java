package audiotokens.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    /**
     * Returns predictions for clips that have each label with a random probability p; the scores are {@code score(p)}.
     */
    private static Predictions predictions(int nClips, DoubleUnaryOperator score) {
        SplittableRandom random = new SplittableRandom(5);
        float[][] scores = new float[nClips][2];
        float[][] targets = new float[nClips][2];
        for (int clip = 0; clip < nClips; clip++) {
            for (int label = 0; label < 2; label++) {
                double probability = random.nextDouble();
                scores[clip][label] = (float) score.applyAsDouble(probability);
                targets[clip][label] = random.nextDouble() < probability ? 1 : 0;
            }
        }
        return new Predictions(Collections.nCopies(nClips, "clip"), scores, targets);
    }

    private static double sharpened(double probability) {
        double logit = 3 * Math.log(probability / (1 - probability));
        return 1 / (1 + Math.exp(-logit));
    }

    @Test
    void logitsThatAreThreeTimesTooLargeGiveATemperatureOfThree() {
        Predictions overconfident = predictions(20_000, CalibrationTest::sharpened);
        assertEquals(3, TemperatureScaling.fit(overconfident).temperature(), 0.1);
        Calibration calibration = Calibration.fit(overconfident);
        assertInstanceOf(TemperatureScaling.class, calibration.calibrator());
        assertTrue(calibration.before().expectedCalibrationError() > 0.1);
        assertTrue(calibration.after().expectedCalibrationError() < 0.02);
    }

    @Test
    void isotonicRegressionIsSelectedIfNoTemperatureFits() {
        Predictions scaledDown = predictions(20_000, probability -> 0.2 * probability);
        Calibration calibration = Calibration.fit(scaledDown);
        assertInstanceOf(IsotonicRegression.class, calibration.calibrator());
        assertEquals(0.4, calibration.before().expectedCalibrationError(), 0.02);
        assertTrue(calibration.after().expectedCalibrationError() < 0.02);
        assertEquals(0.5f, calibration.calibrator().apply(0.1f), 0.05f);
    }

    @Test
    void scoresThatAreAlreadyCalibratedHardlyChange() {
        Calibration calibration = Calibration.fit(predictions(20_000, probability -> probability));
        assertTrue(calibration.before().expectedCalibrationError() < 0.02);
        assertEquals(0.3f, calibration.calibrator().apply(0.3f), 0.04f);
    }

    @Test
    void tooFewClipsAreNotCalibrated() {
        Calibration calibration = Calibration.fit(predictions(9, CalibrationTest::sharpened));
        assertEquals(new TemperatureScaling(1), calibration.calibrator());
    }

    @Test
    void isotonicRegressionInterpolatesBetweenTheCentersOfPools() {
        Predictions predictions = new Predictions(
                Collections.nCopies(6, "clip"),
                new float[][] {{0.1f}, {0.2f}, {0.3f}, {0.4f}, {0.4f}, {0.8f}},
                new float[][] {{0}, {1}, {0}, {1}, {0}, {1}});
        IsotonicRegression fitted = IsotonicRegression.fit(predictions);
        assertArrayEquals(new float[] {0.1f, 0.325f, 0.8f}, fitted.scores(), 1e-6f);
        assertArrayEquals(new float[] {0, 0.5f, 1}, fitted.probabilities());
        assertEquals(0, fitted.apply(0.05f));
        assertEquals(0.25f, fitted.apply(0.2125f), 1e-6f);
        assertEquals(0.5f, fitted.apply(0.325f), 1e-6f);
        assertEquals(0.75f, fitted.apply(0.5625f), 1e-6f);
        assertEquals(1, fitted.apply(0.9f));
    }

    @Test
    void expectedCalibrationErrorIsTheMeanGapBetweenScoreAndFrequency() {
        Predictions predictions = new Predictions(
                Collections.nCopies(4, "clip"),
                new float[][] {{0.9f}, {0.9f}, {0.1f}, {0.1f}},
                new float[][] {{1}, {0}, {0}, {0}});
        Reliability reliability = Reliability.of(predictions);
        assertEquals(2, reliability.bins().size());
        assertEquals(0.5, reliability.bins().getLast().positives());
        assertEquals((0.4 + 0.1) / 2, reliability.expectedCalibrationError(), 1e-6);
    }

    @Test
    void theThresholdOfALabelMaximizesItsF1() {
        Predictions predictions = new Predictions(
                Collections.nCopies(5, "clip"),
                new float[][] {{0.9f, 0}, {0.7f, 0}, {0.6f, 0}, {0.2f, 0}, {0.1f, 0}},
                new float[][] {{1, 0}, {0, 0}, {1, 0}, {0, 0}, {0, 0}});
        double[] thresholds = DecisionThresholds.maximizingF1(predictions, 0.5);
        assertEquals(0.4, thresholds[0], 1e-6);
        assertEquals(0.5, thresholds[1]);
    }
}
