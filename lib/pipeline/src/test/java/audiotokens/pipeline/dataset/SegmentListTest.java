package audiotokens.pipeline.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.label.Label;
import audiotokens.label.LabelIndex;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentListTest {
    private static final String HEADER = "# made\n# counts\n# YTID, start_seconds, end_seconds, positive_labels\n";
    private static final Label BARK = new Label(0, "/m/bark", "Bark");
    private static final Label RAIN = new Label(1, "/m/rain", "Rain");

    @TempDir
    Path folder;

    private final MetadataNotes notes = new MetadataNotes();
    private final LinkedHashMap<String, Clip> clips = new LinkedHashMap<>();

    @Test
    void aRowIsReadAsAClipWithTimesAndLabels() throws IOException {
        read(HEADER + "--PJHxphWEs, 30.000, 40.000, \"/m/rain,/m/bark\"\n");
        assertEquals(Map.of("--PJHxphWEs", new Clip("--PJHxphWEs", 30, 40, List.of(RAIN, BARK))), clips);
        assertTrue(notes.problems().isEmpty());
    }

    @Test
    void byteOrderMarkAndLineEndingsAreAccepted() throws IOException {
        read("\uFEFF" + (HEADER + "a, 0, 10, \"/m/rain\"\nb, 0, 10, \"/m/bark\"").replace("\n", "\r\n"));
        assertEquals(List.of("a", "b"), List.copyOf(clips.keySet()));
        assertEquals(List.of(BARK), clips.get("b").labels());
        assertTrue(notes.problems().isEmpty());
    }

    @Test
    void aListWithoutHeaderIsReadCompletely() throws IOException {
        read("a, 0, 10, \"/m/rain\"\n");
        assertEquals(1, clips.size());
    }

    @Test
    void unknownLabelsAreCountedAndTheClipIsKept() throws IOException {
        read(HEADER + "a, 0, 10, \"/m/rain,/m/none\"\nb, 0, 10, \"/m/none\"\n");
        assertEquals(List.of(RAIN), clips.get("a").labels());
        assertEquals(List.of(), clips.get("b").labels());
        assertEquals(Map.of("/m/none", 2), notes.unknownLabels());
    }

    @Test
    void aRepeatedIdKeepsItsPositionAndUsesTheLastRow() throws IOException {
        read(HEADER + "a, 0, 10, \"/m/rain\"\nb, 0, 10, \"/m/rain\"\na, 5, 15, \"/m/bark\"\n");
        assertEquals(List.of("a", "b"), List.copyOf(clips.keySet()));
        assertEquals(List.of(BARK), clips.get("a").labels());
        assertEquals(1, notes.repeatedIds());
    }

    @Test
    void unquotedLabelsAreAllRead() throws IOException {
        read(HEADER + "a, 0, 10, /m/rain,/m/bark\n");
        assertEquals(List.of(RAIN, BARK), clips.get("a").labels());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a, 0, 10",
                "a, zero, 10, \"/m/rain\"",
                "a, 10, 10, \"/m/rain\"",
                "a, NaN, NaN, \"/m/rain\"",
                "a, 0, 10, \"/m/rain",
                "../../a, 0, 10, \"/m/rain\"",
                "/etc/passwd, 0, 10, \"/m/rain\"",
                "a\\b, 0, 10, \"/m/rain\"",
                "a\u0000b, 0, 10, \"/m/rain\"",
                ".., 0, 10, \"/m/rain\"",
                ", 0, 10, \"/m/rain\"",
            })
    void invalidRowsAreReportedAndOtherRowsAreRead(String row) throws IOException {
        read(HEADER + "before, 0, 10, \"/m/rain\"\n" + row + "\nafter, 0, 10, \"/m/rain\"\n");
        assertEquals(List.of("before", "after"), List.copyOf(clips.keySet()));
        assertEquals(1, notes.problems().size());
        assertTrue(notes.problems().getFirst().source().endsWith("line 5"));
    }

    @Test
    void anOverlongLineIsReportedAndNeedsLittleMemory() throws IOException {
        Path csv = folder.resolve("long.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write(HEADER + "endless, 0, 10, \"");
            for (int i = 0; i < 64; i++) {
                out.write("/m/rain,".repeat(1 << 17));
            }
            out.write("\"\nafter, 0, 10, \"/m/rain\"\n");
        }
        new SegmentList(new LabelIndex(List.of(BARK, RAIN)), notes).read(csv, clips);
        assertEquals(List.of("after"), List.copyOf(clips.keySet()));
        assertEquals("endless", notes.problems().getFirst().id());
    }

    private void read(String text) throws IOException {
        Path csv = folder.resolve("segments.csv");
        Files.writeString(csv, text);
        new SegmentList(new LabelIndex(List.of(BARK, RAIN)), notes).read(csv, clips);
    }
}
