package audiotokens.pipeline.neighbors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.WavFile;
import audiotokens.file.CsvRow;
import audiotokens.file.FileTree;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.work.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./run neighbors} with a tiny bag classifier. */
class NeighborsTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path model;
    private static List<Path> clips;

    @BeforeAll
    static void train() throws IOException {
        Map<String, String> settings = TinyDemo.settings(shared, 24);
        settings.putAll(Map.of("modelType", "bag", "vocabSize", "20"));
        Configuration configuration = Configuration.of(settings);
        AllStages.run(configuration);
        model = RunFolder.of(configuration).model();
        clips = FileTree.filesBelow(shared.resolve("audio")).stream()
                .filter(file -> file.toString().endsWith(".flac"))
                .sorted()
                .limit(6)
                .toList();
    }

    private record Output(int status, String text) {}

    private Output neighbors(Object... arguments) throws IOException {
        List<String> allArguments = new ArrayList<>(List.of(model.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(allArguments::add);
        allArguments.addAll(List.of("--output", folder.resolve("map").toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = new Neighbors(
                        NeighborOptions.parse(allArguments),
                        Progress.silent(),
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .run();
        return new Output(status, out.toString(StandardCharsets.UTF_8));
    }

    private List<List<String>> rows() throws IOException {
        return Files.readAllLines(folder.resolve("map/sounds.csv")).stream()
                .map(CsvRow::parse)
                .toList();
    }

    @Test
    void anUnreadableRecordingHasARowAndOthersAreOnTheMap() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound");
        Path silent = Files.write(
                folder.resolve("silent.wav"), WavFile.encode(WavFile.Type.INT16, 22050, 1, new double[22050]));
        Path missing = folder.resolve("missing.wav");

        Output output = neighbors(text, silent, missing, clips.get(0), clips.get(1), clips.get(2));

        assertEquals(1, output.status());
        assertTrue(output.text().contains(missing + "  is not a readable file"), output.text());
        List<List<String>> rows = rows();
        assertEquals(7, rows.size());
        assertEquals("is not a readable file", rows.getLast().getLast());
        assertTrue(rows.stream().allMatch(row -> row.size() == rows.getFirst().size()));
        assertEquals(
                List.of(
                        "file",
                        clips.get(0).toString(),
                        clips.get(1).toString(),
                        clips.get(2).toString()),
                rows.stream().map(List::getFirst).limit(4).toList());
        assertTrue(rows.stream()
                .anyMatch(row -> row.getFirst().equals(silent.toString())
                        && row.getLast().equals("is silent throughout")));
        try (AudioStream excerpt = AudioStream.open(folder.resolve("map/excerpts/00004.flac"))) {
            assertEquals(22050, excerpt.sampleRate());
        }
        assertFalse(Files.exists(folder.resolve("map/excerpts/00001.flac")));
    }

    @Test
    void silentRecordingsDoNotFailTheRun() throws IOException {
        Path silent = Files.write(
                folder.resolve("silent.wav"), WavFile.encode(WavFile.Type.INT16, 22050, 1, new double[22050]));
        assertEquals(0, neighbors(silent, clips.getFirst()).status());
    }

    @Test
    void aSingleRecordingGivesAMapOfOnePoint() throws IOException {
        Output output = neighbors(clips.getFirst());
        assertEquals(0, output.status());
        assertEquals(2, rows().size());
        assertEquals("", rows().getLast().get(7), "no nearest file");
    }

    @Test
    void identicalFilesAreNearestToEachOther() throws IOException {
        Path copy = Files.copy(clips.get(4), folder.resolve("copy.flac"));
        neighbors(shared.resolve("audio"), copy, "--clusters", 4);
        List<String> row = rows().stream()
                .filter(csvRow -> csvRow.getFirst().equals(copy.toString()))
                .findFirst()
                .orElseThrow();
        assertEquals(clips.get(4).toString(), row.get(7));
        assertEquals(0, Double.parseDouble(row.get(8)), 1e-3);
    }

    @Test
    void missingAndUnreadableRecordingsAreReportedWithAOneLineMessage() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound");
        assertEquals("no recording could be read, so there is no map", errorMessage(text));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertEquals("the folder " + empty + " contains no audio file", errorMessage(empty));
        assertTrue(errorMessage("--clusters", "0", text).contains("from 1 to 1000"));
        assertTrue(errorMessage("--loud", text).contains("no option --loud"));
    }

    private String errorMessage(Object... arguments) {
        return assertThrows(AudioTokensException.class, () -> neighbors(arguments))
                .getMessage();
    }
}
