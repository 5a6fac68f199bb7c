package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.clusters.ClusterReport;
import audiotokens.pipeline.config.Configuration;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.KMeansTokenizer;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Figures of runs that adopted files from another program. */
class AdoptedFiguresTest {
    @Test
    void adoptedCentroidsHaveNoConvergencePlot() {
        assertTrue(clusters(false).summary().text().contains("iterations"));
        assertInstanceOf(Chart.class, clusters(false).objective());
        String adopted = clusters(true).summary().text();
        assertFalse(adopted.contains("iterations") || adopted.contains("reseeded"), adopted);
        assertTrue(adopted.contains("frames measured\t4"), adopted);
        assertEquals(
                "\tvalue\nconvergence\tunknown: another program computed the centroids",
                clusters(true).objective().text());
    }

    private static ClusterFigures clusters(boolean adopted) {
        Spectrogram spectrogram = new Spectrogram(2, 4, new float[] {1, 2, 3, 4, 4, 3, 2, 1});
        return new ClusterFigures(
                Configuration.of(Map.of()),
                new ClusterReport(
                        adopted,
                        KMeansTokenizer.fit(List.of(spectrogram), 2, 1),
                        new double[] {1},
                        new int[] {2, 2},
                        4,
                        4,
                        0.5,
                        0,
                        1));
    }

    @Test
    void adoptedWeightsHaveAnAveragePrecisionButNoEpochs() {
        Epoch epoch = new Epoch(0, Double.NaN, OptionalDouble.empty(), 0.3, 0.75, 1, 0, new LinkedHashMap<>());
        String summary = new TrainingFigures(new TrainingReport(List.of(epoch), 10, 0, 6, 0, "CPU"))
                .summary()
                .text();
        assertTrue(summary.contains("weights\tfrom another program"), summary);
        assertTrue(summary.contains("validation mAP\t0.75"), summary);
        assertFalse(summary.contains("epoch"), summary);
    }
}
