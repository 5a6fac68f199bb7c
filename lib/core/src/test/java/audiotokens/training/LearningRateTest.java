package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    @Test
    void aConstantRateDoesNotChange() {
        LearningRate rate = new LearningRate(Schedule.CONSTANT, 0.1, 0, 10);
        assertEquals(0.1, rate.at(0));
        assertEquals(0.1, rate.at(9));
    }

    @Test
    void warmUpIncreasesLinearlyToThePeak() {
        LearningRate rate = new LearningRate(Schedule.CONSTANT, 1, 4, 10);
        assertEquals(0.2, rate.at(0), 1e-12);
        assertEquals(0.8, rate.at(3), 1e-12);
        assertEquals(1, rate.at(4), 1e-12);
    }

    @Test
    void cosineDecaysFromThePeakToAlmostZero() {
        LearningRate rate = new LearningRate(Schedule.COSINE, 1, 0, 100);
        assertEquals(1, rate.at(0), 1e-12);
        assertEquals(0.5, rate.at(50), 1e-12);
        assertTrue(rate.at(99) < 0.001);
    }

    @Test
    void oneCycleRisesThenFallsBelowItsInitialValue() {
        LearningRate rate = new LearningRate(Schedule.ONECYCLE, 1, 30, 100);
        assertTrue(rate.at(0) < 0.05);
        assertEquals(1, rate.at(30), 1e-12);
        assertTrue(rate.at(99) < rate.at(0));
        for (int step = 1; step < 100; step++) {
            assertEquals(step <= 30, rate.at(step) > rate.at(step - 1), "step " + step);
        }
    }
}
