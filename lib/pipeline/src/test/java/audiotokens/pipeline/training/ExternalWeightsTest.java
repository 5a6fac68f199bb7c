package audiotokens.pipeline.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.pipeline.CollectedMessages;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.Summary;
import audiotokens.pipeline.tracking.RunRecord;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests runs with external weights, trained by another run on the same clips. */
class ExternalWeightsTest {
    @TempDir
    Path folder;

    private SyntheticTask task;
    private Path weights;
    private double expectedMap;

    @BeforeEach
    void trainWeightsInAnotherRun() throws IOException {
        task = SyntheticTask.create(folder, 48, 16);
        Configuration otherRun = task.configuration("epochs=4");
        expectedMap = train(otherRun).best().validationMap();
        weights = folder.resolve("weights.safetensors");
        Files.move(TrainingFolder.of(RunFolder.of(otherRun)).bestWeights(), weights);
        for (Path file : List.of(
                TrainingFolder.of(RunFolder.of(otherRun)).lastWeights(),
                TrainingFolder.of(RunFolder.of(otherRun)).checkpoint(),
                RunFolder.of(otherRun).trainingReport(),
                RunFolder.of(otherRun).stageRecords().resolve("training.json"))) {
            Files.delete(file);
        }
    }

    @Test
    void existingWeightsAreEvaluatedAndNotChanged() throws IOException {
        Configuration configuration = task.configuration("epochs=2");
        Path best = copyWeightsTo(configuration);
        List<String> messages = new ArrayList<>();
        TrainingReport report = new ModelTrainer(configuration).run(new CollectedMessages(messages));
        assertEquals(0, report.trainedEpochs().size());
        assertEquals(expectedMap, report.best().validationMap(), 1e-9);
        assertArrayEquals(Files.readAllBytes(weights), Files.readAllBytes(best));
        assertTrue(messages.getFirst().contains("uses a file from another program"), messages.toString());
        assertEquals(report, train(configuration), "a second run reads the report from the stage record");
        assertEquals(
                expectedMap,
                new ModelEvaluator(configuration).run(Progress.silent()).meanAveragePrecision(),
                1e-9);
        assertEquals(Map.of("training", 1L), Summary.adoptedFileCounts(RunFolder.of(configuration)));
        assertEquals(Map.of("training", 1L), RunRecord.of(configuration).adopted());
        assertTrue(Files.readString(RunFolder.of(configuration).summary())
                .contains("\"adopted\" : {\n    \"training\" : 1"));
    }

    @Test
    void weightsAreEvaluatedAgainAfterAChangeOfKeysOrWeights() throws IOException {
        Configuration configuration = task.configuration("epochs=2");
        Path best = copyWeightsTo(configuration);
        train(configuration);
        assertEquals(0, train(task.configuration("epochs=9")).trainedEpochs().size());
        assertArrayEquals(Files.readAllBytes(weights), Files.readAllBytes(best));
        SafetensorsFile file = SafetensorsFile.read(weights);
        for (Tensor tensor : file.tensors().values()) {
            Arrays.fill(tensor.values(), 0);
        }
        file.write(best);
        assertFalse(Math.abs(expectedMap
                        - train(task.configuration("epochs=9")).best().validationMap())
                < 1e-3);
    }

    @Test
    void aModelIsTrainedAfterTheExternalWeightsAreDeleted() throws IOException {
        Configuration configuration = task.configuration("epochs=2");
        Path best = copyWeightsTo(configuration);
        train(configuration);
        Files.delete(best);
        assertEquals(2, train(configuration).trainedEpochs().size());
        assertEquals(Map.of(), Summary.adoptedFileCounts(RunFolder.of(configuration)));
    }

    @Test
    void weightsOfTheWrongShapeAreRejectedAndKept() throws IOException {
        Configuration configuration = task.configuration("lstmHiddenDim=8");
        Path best = copyWeightsTo(configuration);
        StageException exception = assertThrows(StageException.class, () -> train(configuration));
        assertTrue(exception.getMessage().startsWith(best + ": the weights'"), exception.getMessage());
        assertTrue(exception.getMessage().contains("lstmHiddenDim"), exception.getMessage());
        assertArrayEquals(Files.readAllBytes(weights), Files.readAllBytes(best));
    }

    @Test
    void trainingStartsFromExternalWeights() throws IOException {
        Configuration configuration = task.configuration("epochs=1", "learningRate=1e-12", "startFrom=" + weights);
        assertEquals(expectedMap, train(configuration).best().validationMap(), 1e-6);
        Map<String, Tensor> initialWeights = SafetensorsFile.read(weights).tensors();
        SafetensorsFile.read(TrainingFolder.of(RunFolder.of(configuration)).lastWeights())
                .tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(initialWeights.get(name).values(), tensor.values(), 1e-6f, name));
    }

    @Test
    void startFromOverridesStartFromLabelFrequencyWithAWarning() throws IOException {
        Configuration configuration = task.configuration(
                "epochs=1", "learningRate=1e-12", "startFrom=" + weights, "startFromLabelFrequency=true");
        List<String> warnings = new ArrayList<>();
        new ModelTrainer(configuration).run(new Progress() {
            @Override
            public Task begin(String name, long total, String unit) {
                return Progress.silent().begin(name, total, unit);
            }

            @Override
            public void warn(String message) {
                warnings.add(message);
            }
        });

        assertTrue(
                warnings.stream().anyMatch(warning -> warning.startsWith("startFromLabelFrequency")),
                warnings.toString());
        String bias = "fc.bias";
        assertArrayEquals(
                SafetensorsFile.read(weights).tensors().get(bias).values(),
                SafetensorsFile.read(
                                TrainingFolder.of(RunFolder.of(configuration)).lastWeights())
                        .tensors()
                        .get(bias)
                        .values(),
                1e-6f);
    }

    @Test
    void invalidWeightsInStartFromAreReportedWithTheirFile() throws IOException {
        Configuration narrower = task.configuration("lstmHiddenDim=8", "startFrom=" + weights);
        AudioTokensException exception = assertThrows(AudioTokensException.class, () -> train(narrower));
        assertTrue(exception.getMessage().startsWith(weights + ": the weights'"), exception.getMessage());
        Path best = copyWeightsTo(task.configuration());
        Configuration startingFromOwnBest = task.configuration("startFrom=" + best);
        exception = assertThrows(AudioTokensException.class, () -> train(startingFromOwnBest));
        assertTrue(exception.getMessage().startsWith("startFrom: " + best), exception.getMessage());
    }

    private Path copyWeightsTo(Configuration configuration) throws IOException {
        Path best = TrainingFolder.of(RunFolder.of(configuration)).bestWeights();
        Files.createDirectories(best.getParent());
        return Files.copy(weights, best);
    }

    private static TrainingReport train(Configuration configuration) {
        return new ModelTrainer(configuration).run(Progress.silent());
    }
}
