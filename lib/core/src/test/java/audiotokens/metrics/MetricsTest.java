package audiotokens.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.Golden;
import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares metrics other than AP with values that scikit-learn and SciPy computed from the golden scores. */
class MetricsTest {
    private static final Predictions GOLDEN = AveragePrecisionTest.goldenPredictions();

    @Test
    void metricsAgreeWithScikitLearn() {
        Metrics metrics = Metrics.of(GOLDEN, 0.5, 10, 1);
        assertEquals(
                Golden.read("average_precision.npz").get("map").values()[0], metrics.meanAveragePrecision(), 1e-12);
        assertEquals(0.48720230061326103, metrics.weightedAveragePrecision(), 1e-12);
        assertEquals(0.20793583017417086, metrics.microAveragePrecision(), 1e-12);
        assertEquals(0.4796415602464193, metrics.rocAuc(), 1e-9);
        assertEquals(-0.07220014172624124, metrics.dPrime(), 1e-6);
        assertEquals(0.27289048473967686, metrics.f1Micro(), 1e-12);
        assertEquals(0.25214436855093525, metrics.f1Macro(), 1e-12);
        assertEquals(0.50625, metrics.hammingLoss(), 1e-12);
        assertEquals(0.195, metrics.topAccuracy(), 1e-12);
        assertEquals(0.2390909, metrics.chance(), 1e-6);
        assertEquals(metrics.meanAveragePrecision() / metrics.chance(), metrics.liftOverChance());
    }

    @Test
    void theIntervalContainsTheMapAndIsReproducible() {
        Metrics metrics = Metrics.of(GOLDEN, 0.5, 500, 1);
        Interval interval = metrics.interval();
        assertTrue(interval.low() < metrics.meanAveragePrecision(), interval.toString());
        assertTrue(interval.high() > metrics.meanAveragePrecision(), interval.toString());
        assertTrue(interval.high() - interval.low() < 0.2, interval.toString());
        assertEquals(interval, Metrics.of(GOLDEN, 0.5, 500, 1).interval());
    }

    @Test
    void perfectScoresGivePerfectMetrics() {
        float[][] targets = {{1, 0}, {0, 1}, {1, 0}};
        Metrics metrics = Metrics.of(new Predictions(List.of("a", "b", "c"), targets, targets), 0.5, 10, 1);
        assertEquals(1, metrics.meanAveragePrecision());
        assertEquals(1, metrics.rocAuc());
        assertEquals(1, metrics.f1Macro());
        assertEquals(0, metrics.hammingLoss());
        assertEquals(1, metrics.topAccuracy());
    }

    @Test
    void aClipWithLowScoresAndNoLabelsSurvivesARoundTrip(@TempDir Path folder) throws IOException {
        LabelIndex labels = new LabelIndex(IntStream.range(0, 2)
                .mapToObj(i -> new Label(i, "/m/" + i, "Label " + i))
                .toList());
        float[][] targets = {{1, 0}, {0, 0}};
        float[][] scores = {{0.5f, 0.25f}, {1e-6f, 1e-5f}};
        Path file = folder.resolve("predictions.csv");
        PredictionsFile.write(file, new Predictions(List.of("a", "b"), scores, targets), labels);
        Predictions loaded = PredictionsFile.read(file, labels);
        assertEquals(List.of("a", "b"), loaded.ids());
        assertArrayEquals(new float[] {0, 1e-5f}, loaded.scores()[1]);
        assertArrayEquals(targets[1], loaded.targets()[1]);
    }

    @Test
    void confusionsCountActualAndPredictedLabels() {
        LabelIndex labels = new LabelIndex(IntStream.range(0, 3)
                .mapToObj(i -> new Label(i, "/m/" + i, "Label " + i))
                .toList());
        float[][] targets = {{1, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 0, 1}};
        float[][] scores = {{.1f, .9f, 0}, {.9f, .1f, 0}, {0, .5f, 0}, {.2f, .1f, .1f}};
        List<Confusion> confusions =
                Confusion.of(new Predictions(List.of("a", "b", "c", "d"), scores, targets), labels);
        assertEquals(
                List.of(
                        new Confusion(labels.get(0), labels.get(1), 1, 1 / 3.0),
                        new Confusion(labels.get(2), labels.get(0), 1, 1)),
                confusions);
    }
}
