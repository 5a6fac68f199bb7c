package audiotokens.pipeline.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.pipeline.training.SyntheticTask;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {
    @TempDir
    Path folder;

    @Test
    void theLandscapeHasItsMinimumAtTheBestModel() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 96, 24).configuration("epochs=6");
        TrainingReport training = new ModelTrainer(configuration).run(Progress.silent());
        LossLandscape landscape = LossLandscape.of(configuration, 3, 1, Progress.silent());
        assertEquals(training.best().validationLoss(), landscape.loss()[1][1], 1e-6);
        double meanNeighborLoss = 0;
        for (int i : new int[] {0, 2}) {
            meanNeighborLoss += (landscape.loss()[i][1] + landscape.loss()[1][i]) / 4;
        }
        assertTrue(
                meanNeighborLoss > landscape.loss()[1][1],
                "mean loss around the model: " + meanNeighborLoss + ", at the model: "
                        + landscape.loss()[1][1]);
    }

    @Test
    void directionsHaveTheRowNormsOfTheWeightsAndLeaveBiasesUnchanged() {
        Map<String, float[]> direction = LossLandscape.direction(
                Map.of(
                        "weight", new Tensor(new long[] {2, 2}, new float[] {3, 4, 0, 0.5f}),
                        "bias", new Tensor(new long[] {2}, new float[] {1, 1})),
                new SplittableRandom(1));
        float[] weight = direction.get("weight");
        assertEquals(5, Math.hypot(weight[0], weight[1]), 1e-5);
        assertEquals(0.5, Math.hypot(weight[2], weight[3]), 1e-5);
        assertEquals(0, direction.get("bias")[0]);
    }

    @Test
    void aTokenIsAssignedToTheLabelItPredicts() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 96, 8).configuration("epochs=1");
        new ModelTrainer(configuration).run(Progress.silent());
        List<TokenProjection.Point> points = TokenProjection.of(configuration);
        assertEquals(SyntheticTask.VOCABULARY_SIZE, points.size());
        for (int label = 0; label < SyntheticTask.N_LABELS; label++) {
            TokenProjection.Point point = points.get(label);
            assertEquals(label, point.label().orElseThrow().index());
            assertTrue(point.lift() > 2, point.toString());
        }
    }

    @Test
    void duplicatesInBothSubsetsAreFound() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 8, 4).configuration();
        assertEquals(new SplitOverlap(List.of()), SplitOverlap.of(configuration));

        RunFolder run = RunFolder.of(configuration);
        Files.copy(
                run.tokens(Split.TRAIN, "clip001"),
                run.tokens(Split.VALIDATION, "clip009"),
                StandardCopyOption.REPLACE_EXISTING);
        assertEquals(
                new SplitOverlap(List.of(new SplitOverlap.Duplicate("clip001", "clip009"))),
                SplitOverlap.of(configuration));
    }
}
