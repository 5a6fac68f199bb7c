package audiotokens.pipeline.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.pipeline.training.SyntheticTask;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelEvaluatorTest {
    @TempDir
    Path folder;

    @Test
    void evaluationReportsTheMapOfTheBestEpochAndTheApOfEachLabel() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 64, 20).configuration("epochs=5");
        TrainingReport training = new ModelTrainer(configuration).run(Progress.silent());
        EvaluationReport report = new ModelEvaluator(configuration).run(Progress.silent());

        assertEquals(training.best().validationMap(), report.meanAveragePrecision(), 1e-9);
        assertEquals(training.best().validationLoss(), report.loss(), 1e-6);
        assertEquals(20, report.clips());
        assertEquals(SyntheticTask.N_LABELS, report.labels().size());
        assertEquals(
                report.meanAveragePrecision(),
                report.labels().stream()
                        .mapToDouble(LabelScore::averagePrecision)
                        .average()
                        .orElseThrow(),
                1e-12);
        assertEquals(20, report.labels().stream().mapToInt(LabelScore::clips).sum());
        assertEquals(report, new ModelEvaluator(configuration).run(Progress.silent()));
    }

    @Test
    void savedPredictionsAreReadBack() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 32, 10).configuration();
        new ModelTrainer(configuration).run(Progress.silent());
        EvaluationReport report = new ModelEvaluator(configuration).run(Progress.silent());
        ClipCatalog catalog = Metadata.read(configuration);
        Predictions savedPredictions = PredictionsFile.read(
                EvaluationFolder.of(RunFolder.of(configuration)).predictions(), catalog.labels());
        assertEquals(10, savedPredictions.ids().size());
        assertEquals(report.meanAveragePrecision(), AveragePrecision.mean(savedPredictions), 1e-12);
        assertArrayEquals(
                catalog.targets(savedPredictions.ids().getFirst()),
                savedPredictions.targets()[0]);
    }

    @Test
    void changedWeightsInvalidateTheEvaluation() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 16, 8).configuration("epochs=1");
        new ModelTrainer(configuration).run(Progress.silent());
        new ModelEvaluator(configuration).run(Progress.silent());
        Files.writeString(RunFolder.of(configuration).training().resolve("best.safetensors"), "no weights");
        assertThrows(StageException.class, () -> new ModelEvaluator(configuration).run(Progress.silent()));
    }

    @Test
    void evaluationBeforeTrainingNamesTheNotebookToRun() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 8, 4).configuration();
        StageException exception =
                assertThrows(StageException.class, () -> new ModelEvaluator(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().contains("run the training notebook first"), exception.getMessage());
    }
}
