package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.notebook.figure.HtmlTable;
import audiotokens.notebook.figure.RunFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedRunTest {
    @TempDir
    Path output;

    private void writeSummary(String run, String json) throws IOException {
        Path folder = Files.createDirectories(output.resolve(run));
        Files.writeString(folder.resolve("summary.json"), json);
    }

    @Test
    void listsFinishedRunsWithTheirDifferingKeys() throws IOException {
        writeSummary(
                "a", "{\"map\": 0.5, \"stages\": {\"training\": 2.5}, \"config\": {\"seed\": 1, \"vocabSize\": 100}}");
        writeSummary(
                "b/c",
                "{\"map\": 0.7, \"stages\": {\"training\": 3.5}, \"config\": {\"seed\": 1, \"vocabSize\": 200}}");
        writeSummary("unfinished", "{\"map\": null, \"stages\": {}, \"config\": {}}");
        writeSummary("broken", "{");
        List<FinishedRun> runs = FinishedRun.find(output);

        assertEquals(List.of("a", "b/c"), runs.stream().map(FinishedRun::name).toList());
        assertEquals(
                "run\tmAP\tseconds\nb/c\t0.7000\t3.500\na\t0.5000\t2.500",
                HtmlTable.of(RunFigures.table(runs)).text());
        assertEquals(
                "key\tb/c\ta\nvocabSize\t200\t100",
                HtmlTable.of(RunFigures.differences(runs)).text());
    }

    @Test
    void findsNoRunInAMissingFolder() {
        assertTrue(FinishedRun.find(output.resolve("nothing")).isEmpty());
    }
}
