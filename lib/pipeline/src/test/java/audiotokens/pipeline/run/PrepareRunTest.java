package audiotokens.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.AtomicFile;
import audiotokens.pipeline.StageStub;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareRunTest {
    @TempDir
    Path output;

    @Test
    void stagesThatWouldBeReplacedAreNamedBeforeTheRun() throws IOException {
        Configuration initial = configuration("100");
        RunFolder folder = RunFolder.of(initial);
        Stage<Stage.EmptyResult> clusters = new Stage<>(
                "clusters",
                Stage.EmptyResult.class,
                List.of(),
                List.of(initial.cluster()),
                List.of(),
                List.of(folder.centroids()));
        StageRun<Stage.EmptyResult> run = StageRun.begin(initial, clusters);
        assertEquals(
                Optional.empty(),
                PrepareRun.replacementMessage(folder, configuration("200")),
                "the stage is not finished");

        AtomicFile.write(folder.centroids(), "x".repeat(1_500));
        run.finish(new Stage.EmptyResult());
        assertEquals(Optional.empty(), PrepareRun.replacementMessage(folder, initial));
        assertEquals(Optional.empty(), PrepareRun.replacementMessage(folder, initial.with(Map.of("threads", "1"))));
        String message =
                PrepareRun.replacementMessage(folder, configuration("200")).orElseThrow();
        assertTrue(message.contains("vocabSize=100;") && message.contains("outputPath=FOLDER"), message);
        assertTrue(message.contains("the old files (1.5 kB) move to " + folder.replaced()), message);
        Configuration deleting = configuration("200").with(Map.of("keepReplaced", "false"));
        message = PrepareRun.replacementMessage(folder, deleting).orElseThrow();
        assertTrue(message.contains("the old files (1.5 kB) are deleted"), message);
    }

    @Test
    void aChangedAudioPathIsNamedInTheMessage() throws IOException {
        Configuration initial = configuration("100");
        RunFolder folder = RunFolder.of(initial);
        AtomicFile.write(folder.configuration(), initial.toYaml());
        Configuration changed = initial.with(Map.of("audioPath", "/other", "maxProblemRatio", "0.1"));
        assertEquals(
                Optional.empty(),
                PrepareRun.replacementMessage(folder, changed),
                "nothing is computed from the audio yet");

        StageStub.finish(initial, "dataset");
        String message = PrepareRun.replacementMessage(folder, changed).orElseThrow();
        assertTrue(message.contains(" audioPath=") && !message.contains("maxProblemRatio"), message);
    }

    private Configuration configuration(String vocabSize) {
        return Configuration.of(Map.of("outputPath", output.toString(), "vocabSize", vocabSize));
    }
}
