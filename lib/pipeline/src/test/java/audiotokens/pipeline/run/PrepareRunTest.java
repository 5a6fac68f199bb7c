package audiotokens.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.WholeFile;
import audiotokens.pipeline.MadeStage;
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
    void stagesToBeReplacedAreNamedFirst() throws IOException {
        Configuration before = configuration("100");
        RunFolder folder = RunFolder.of(before);
        Stage<Stage.NoFigures> clusters = new Stage<>(
                "clusters",
                Stage.NoFigures.class,
                List.of(),
                List.of(before.cluster()),
                List.of(),
                List.of(folder.centroids()));
        StageRun<Stage.NoFigures> run = StageRun.begin(before, clusters);
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, configuration("200")), "it is not finished");

        WholeFile.write(folder.centroids(), "x".repeat(1_500));
        run.finish(new Stage.NoFigures());
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, before));
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, before.with(Map.of("threads", "1"))));
        String told = PrepareRun.whatIsReplaced(folder, configuration("200")).orElseThrow();
        assertTrue(told.contains("vocabSize=100;") && told.contains("outputPath=FOLDER"), told);
        assertTrue(told.contains("the old files (1.5 kB) move to " + folder.replaced()), told);
        Configuration deleting = configuration("200").with(Map.of("keepReplaced", "false"));
        told = PrepareRun.whatIsReplaced(folder, deleting).orElseThrow();
        assertTrue(told.contains("the old files (1.5 kB) are deleted"), told);
    }

    @Test
    void otherDataIsNamedToo() throws IOException {
        Configuration before = configuration("100");
        RunFolder folder = RunFolder.of(before);
        WholeFile.write(folder.configuration(), before.toYaml());
        Configuration other = before.with(Map.of("audioPath", "/other", "maxProblemRatio", "0.1"));
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, other), "nothing is made of it yet");

        MadeStage.finish(before, "dataset");
        String told = PrepareRun.whatIsReplaced(folder, other).orElseThrow();
        assertTrue(told.contains(" audioPath=") && !told.contains("maxProblemRatio"), told);
    }

    private Configuration configuration(String vocabSize) {
        return Configuration.of(Map.of("outputPath", output.toString(), "vocabSize", vocabSize));
    }
}
