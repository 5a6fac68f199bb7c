package audiotokens.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageRunTest {
    @TempDir
    Path path;

    private record StageResult(int train) {}

    private record TrainingResult(double map) {}

    private Configuration configuration;
    private RunFolder folder;

    @BeforeEach
    void createRun() {
        configuration = Configuration.of(Map.of("outputPath", path.toString()));
        folder = RunFolder.of(configuration);
    }

    @Test
    void aFinishedStageIsNotRecomputedByTheNextRun() throws IOException {
        finish(dataset("options"), folder.split());
        try (StageRun<StageResult> run = StageRun.begin(configuration, dataset("options"))) {
            assertTrue(run.alreadyFinished());
            assertEquals(new StageResult(7), run.result());
        }
    }

    @Test
    void changedOptionsMoveOldFilesAway() throws IOException {
        finish(dataset("options"), folder.split());
        try (StageRun<StageResult> run = StageRun.begin(configuration, dataset("other options"))) {
            assertFalse(run.alreadyFinished());
            assertFalse(Files.exists(folder.split()));
        }
    }

    @Test
    void aFinishedStageWithoutItsFilesStartsOver() throws IOException {
        finish(dataset("options"), folder.split());
        Files.delete(folder.split());
        try (StageRun<StageResult> run = StageRun.begin(configuration, dataset("options"))) {
            assertFalse(run.alreadyFinished());
        }
    }

    @Test
    void aFinishedStageRecomputesOnlyItsMissingFile() throws IOException {
        Stage<StageResult> training =
                new Stage<>("training", StageResult.class, List.of(), List.of(), List.of(), List.of(folder.training()));
        Files.createDirectories(folder.training());
        Files.writeString(folder.training().resolve("last"), "kept");
        finish(training, folder.training().resolve("best"));
        Files.delete(folder.training().resolve("best"));
        try (StageRun<StageResult> run = StageRun.begin(configuration, training)) {
            assertFalse(run.alreadyFinished());
            assertTrue(Files.exists(folder.training().resolve("last")));
        }
    }

    @Test
    void aChangeUpstreamInvalidatesDownstreamStages() throws IOException {
        finish(dataset("options"), folder.split());
        finish(clusters(), folder.centroids());
        finish(dataset("other options"), folder.split());
        try (StageRun<StageResult> run = StageRun.begin(configuration, clusters())) {
            assertFalse(run.alreadyFinished());
        }
    }

    @Test
    void missingInputsNameTheNotebookToRun() {
        StageException exception = assertThrows(StageException.class, () -> StageRun.begin(configuration, clusters()));
        assertTrue(exception.getMessage().contains("run the dataset notebook first"), exception.getMessage());
    }

    @Test
    void filesOfAnotherProgramAreValidInputs() throws IOException {
        Files.writeString(folder.split(), "{\"train\": [], \"validation\": []}");
        finish(clusters(), folder.centroids());
        try (StageRun<StageResult> run = StageRun.begin(configuration, clusters())) {
            assertTrue(run.alreadyFinished());
        }
        Files.writeString(folder.split(), "{\"train\": [\"a\"], \"validation\": []}");
        try (StageRun<StageResult> run = StageRun.begin(configuration, clusters())) {
            assertFalse(run.alreadyFinished());
        }
    }

    @Test
    void filesOfAnotherProgramAreKept() throws IOException {
        Files.writeString(folder.split(), "theirs");
        try (StageRun<StageResult> run = StageRun.begin(configuration, dataset("options"))) {
            assertTrue(run.adopted());
            assertEquals("theirs", Files.readString(folder.split()));
        }
    }

    @Test
    void filesOfAnotherProgramAreKeptWhenOptionsChange() throws IOException {
        Files.writeString(folder.split(), "theirs");
        StageRun.begin(configuration, dataset("a wrong key")).close();
        try (StageRun<StageResult> run = StageRun.begin(configuration, dataset("options"))) {
            assertTrue(run.adopted());
            assertEquals("theirs", Files.readString(folder.split()));
        }
    }

    @Test
    void aSecondRunInTheFolderIsRejected() {
        try (StageRun<StageResult> first = StageRun.begin(configuration, dataset("options"))) {
            StageException exception =
                    assertThrows(StageException.class, () -> StageRun.begin(configuration, dataset("options")));
            assertTrue(exception.getMessage().contains("another run is using " + path), exception.getMessage());
            assertFalse(first.alreadyFinished());
        }
        StageRun.begin(configuration, dataset("options")).close();
    }

    @Test
    void aSecondLockInTheSameProcessDoesNotReleaseTheFirst() throws Exception {
        Path yaml = Files.writeString(path.resolve("run.yaml"), "outputPath: " + path);
        try (StageRun<StageResult> first = StageRun.begin(configuration, dataset("options"))) {
            assertThrows(StageException.class, () -> StageRun.begin(configuration, dataset("options")));
            Process otherProcess = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            PrepareRun.class.getName(),
                            "run",
                            path.toString(),
                            yaml.toString())
                    .redirectErrorStream(true)
                    .start();
            String message = new String(otherProcess.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(1, otherProcess.waitFor(), message);
            assertTrue(message.contains("another run is using " + path), message);
            assertFalse(first.alreadyFinished());
        }
    }

    @Test
    void aStageThatCannotStartReleasesTheLock() {
        assertThrows(StageException.class, () -> StageRun.begin(configuration, clusters()));
        StageRun.begin(configuration, dataset("options")).close();
    }

    @Test
    void theSummaryOmitsTheMeanAveragePrecisionOfAnOutdatedModel() throws IOException {
        finish(dataset("options"), folder.split());
        Stage<TrainingResult> training = new Stage<>(
                "training",
                TrainingResult.class,
                List.of(RunStage.DATASET),
                List.of(),
                List.of(),
                List.of(folder.training()));
        StageRun.begin(configuration, training).finish(new TrainingResult(0.5));
        assertTrue(Files.readString(folder.summary()).contains("\"map\" : 0.5"));
        // the dataset stage removes the mAP when it starts, since it may fail
        StageRun.begin(configuration, dataset("other options")).close();
        assertTrue(Files.readString(folder.summary()).contains("\"map\" : null"));
    }

    @Test
    void problemsOfAFinishedStageAreSorted() throws IOException {
        try (StageRun<StageResult> run = StageRun.begin(configuration, dataset("options"))) {
            run.addProblem("b", "there", "bad, \"very\"\nbad");
            run.addProblem("a", "here", "worse");
            Files.writeString(folder.split(), "{}");
            run.finish(new StageResult(0));
        }
        assertEquals(
                List.of("id,source,stage,reason", "a,here,dataset,worse", "b,there,dataset,\"bad, \"\"very\"\" bad\""),
                Files.readAllLines(folder.problems()));
        assertEquals(2, ProblemLog.read(folder.problems()).size());
    }

    @Test
    void aPartialProblemRowOfAKilledRunIsIgnored() throws IOException {
        Files.writeString(folder.problems(), "id,source,stage,reason\na,here,tokens,bad\nb,\"the");
        assertEquals(List.of(new Problem("a", "here", "tokens", "bad")), ProblemLog.read(folder.problems()));
        finish(dataset("options"), folder.split());
    }

    private void finish(Stage<StageResult> stage, Path output) throws IOException {
        try (StageRun<StageResult> run = StageRun.begin(configuration, stage)) {
            Files.writeString(output, "{}");
            run.finish(new StageResult(7));
        }
    }

    private Stage<StageResult> dataset(String options) {
        return new Stage<>(
                "dataset", StageResult.class, List.of(), List.of(options), List.of(), List.of(folder.split()));
    }

    private Stage<StageResult> clusters() {
        return new Stage<>(
                "clusters",
                StageResult.class,
                List.of(RunStage.DATASET),
                List.of(),
                List.of(),
                List.of(folder.centroids()));
    }
}
