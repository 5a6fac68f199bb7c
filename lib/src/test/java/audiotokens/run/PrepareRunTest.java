package audiotokens.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.config.Configuration;
import audiotokens.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareRunTest {
    @TempDir
    Path output;

    @Test
    void aFinishedRunWithOtherKeysIsNamedBeforeItGivesWay() throws IOException {
        Configuration before = configuration("100");
        RunFolder folder = RunFolder.of(before);
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, before));

        WholeFile.write(folder.configuration(), before.toYaml());
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, configuration("200")), "it is not finished");

        WholeFile.write(folder.summary(), "{}");
        assertEquals(Optional.empty(), PrepareRun.whatIsReplaced(folder, before));
        String told = PrepareRun.whatIsReplaced(folder, configuration("200")).orElseThrow();
        assertTrue(told.contains("vocabSize=100") && told.contains("outputPath=FOLDER"), told);
    }

    private Configuration configuration(String vocabSize) {
        return Configuration.of(Map.of("outputPath", output.toString(), "vocabSize", vocabSize));
    }
}
