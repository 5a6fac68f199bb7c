package audiotokens.pipeline.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.Golden;
import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DatasetSplitterTest {
    private static final String HEADER = "#\n#\n#\n";

    @TempDir
    Path folder;

    @BeforeEach
    void createOntologyAndAudioFolder() throws IOException {
        Files.writeString(
                folder.resolve("ontology.json"),
                """
                [{"id": "/m/rain", "name": "Rain", "restrictions": []},
                 {"id": "/m/bark", "name": "Bark", "restrictions": []}]
                """);
        Files.createDirectories(folder.resolve("audio"));
    }

    @Test
    void splitMatchesTheOriginalImplementation() throws IOException {
        JsonNode golden = Golden.readJson("split.json");
        StringBuilder list = new StringBuilder(HEADER);
        strings(golden.get("ids")).forEach(id -> list.append(id).append(", 0, 10, \"/m/rain\"\n"));
        writeSegments(list.toString());
        Configuration configuration = configuration(Map.of(
                "seed", golden.get("seed").asString(),
                "datasetRatio", golden.get("dataset_ratio").asString(),
                "validationRatio", golden.get("validation_ratio").asString()));
        new DatasetSplitter(configuration).run(Progress.silent());
        SplitFile split = SplitFile.read(RunFolder.of(configuration).split());
        assertEquals(strings(golden.get("train")), split.train());
        assertEquals(strings(golden.get("validation")), split.validation());
    }

    @Test
    void theErrorForAMissingListOrOntologyNamesItsKey() throws IOException {
        writeSegments(HEADER);
        for (String key : List.of("segments", "ontology")) {
            Path missingFile = folder.resolve("nowhere");
            Configuration configuration = configuration(Map.of()).with(Map.of(key, missingFile.toString()));
            AudioTokensException exception = assertThrows(
                    AudioTokensException.class, () -> new DatasetSplitter(configuration).run(Progress.silent()));
            assertTrue(
                    exception.getMessage().endsWith(missingFile + " does not exist (check the key " + key + ")"),
                    exception.getMessage());
        }
    }

    @Test
    void anUnusedLabelChangesTheFingerprintOfTheCatalog() {
        Label rain = new Label(0, "/m/rain", "Rain");
        Label bark = new Label(1, "/m/bark", "Bark");
        ClipCatalog oneLabel = new ClipCatalog(new LabelIndex(List.of(rain)), Map.of());
        ClipCatalog twoLabels = new ClipCatalog(new LabelIndex(List.of(rain, bark)), Map.of());
        assertNotEquals(oneLabel.fingerprint(), twoLabels.fingerprint());
    }

    @Test
    void theReportCountsLabelsAndMissingClips() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/rain,/m/bark\"\nbb, 0, 10, \"/m/rain\"\ncc, 0, 10, \"/m/none\"\n"
                + "dd, 0, 10, \"/m/rain\"\nbroken\n");
        Path flac = folder.resolve("audio/bal_train/aa/aa.flac");
        Files.createDirectories(flac.getParent());
        Files.writeString(flac, "");
        DatasetReport report =
                new DatasetSplitter(configuration(Map.of("validationRatio", "0.5"))).run(Progress.silent());
        assertEquals(4, report.listedClips());
        assertEquals(2, report.trainClips());
        assertEquals(2, report.validationClips());
        assertEquals("Rain", report.labelCounts().getFirst().label().name());
        assertEquals(3, report.labelCounts().getFirst().total());
        assertEquals(1, report.clipsWithoutLabels());
        assertEquals(3, report.clipsWithoutAudio());
        assertEquals(Map.of("/m/none", 1), report.unknownLabels());
        assertEquals(1, report.problems().size());
    }

    @Test
    void aFinishedStageReturnsTheSameReport() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/rain\"\nbroken\nbb, 0, 10, \"/m/bark\"\n");
        DatasetReport first = new DatasetSplitter(configuration(Map.of())).run(Progress.silent());
        assertEquals(first, new DatasetSplitter(configuration(Map.of())).run(Progress.silent()));
    }

    @Test
    void aSplitOfTheOriginalIsKept() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/rain\"\nbb, 0, 10, \"/m/bark\"\n");
        Configuration configuration = configuration(Map.of());
        Path split = RunFolder.of(configuration).split();
        Files.createDirectories(split.getParent());
        Files.writeString(split, "{\"train\": [\"bb\"], \"validation\": [\"aa\"]}");
        new DatasetSplitter(configuration).run(Progress.silent());
        assertEquals(new SplitFile(List.of("bb"), List.of("aa")), SplitFile.read(split));
    }

    @Test
    void moreBrokenRowsThanAllowedStopTheStage() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/rain\"\nbroken\nbroken too\n");
        StageException exception = assertThrows(
                StageException.class, () -> new DatasetSplitter(configuration(Map.of())).run(Progress.silent()));
        assertTrue(exception.getMessage().contains("maxProblemRatio"), exception.getMessage());
    }

    @Test
    void labelsMissingFromTheOntologyStopTheStage() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/none\"\nbb, 0, 10, \"/m/none\"\n");
        assertStageFails(
                Map.of(),
                "no clip of [" + folder.resolve("segments.csv") + "] has a label of " + folder.resolve("ontology.json")
                        + " (check the keys segments and ontology)");
    }

    @Test
    void anEmptySubsetStopsTheStage() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/rain\"\nbb, 0, 10, \"/m/rain\"\n");
        assertStageFails(Map.of("datasetRatio", "0.4"), "the train subset has 0 clips");
        Files.writeString(folder.resolve("none.csv"), HEADER);
        assertStageFails(
                Map.of(
                        "splitType",
                        "lists",
                        "validationSegments",
                        folder.resolve("none.csv").toString()),
                "the validation subset has 0 clips");
    }

    @Test
    void aSubsetWithoutLabelsStopsTheStage() throws IOException {
        writeSegments(HEADER + "aa, 0, 10, \"/m/rain\"\n");
        Files.writeString(folder.resolve("eval.csv"), HEADER + "bb, 0, 10, \"/m/none\"\n");
        assertStageFails(
                Map.of(
                        "splitType",
                        "lists",
                        "validationSegments",
                        folder.resolve("eval.csv").toString()),
                "the validation subset has 1 clips but none with a label");
    }

    private void assertStageFails(Map<String, String> overrides, String message) {
        StageException exception = assertThrows(
                StageException.class, () -> new DatasetSplitter(configuration(overrides)).run(Progress.silent()));
        assertTrue(exception.getMessage().startsWith(message), exception.getMessage());
    }

    private void writeSegments(String text) throws IOException {
        Files.writeString(folder.resolve("segments.csv"), text);
    }

    private Configuration configuration(Map<String, String> overrides) {
        return Configuration.of(Map.of(
                        "audioPath", folder.resolve("audio").toString(),
                        "segments", folder.resolve("segments.csv").toString(),
                        "ontology", folder.resolve("ontology.json").toString(),
                        "outputPath", folder.resolve("run").toString()))
                .with(overrides);
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
