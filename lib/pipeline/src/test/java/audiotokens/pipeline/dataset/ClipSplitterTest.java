package audiotokens.pipeline.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.label.Label;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SplitType;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClipSplitterTest {
    private static final int N_CLIPS = 100;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(SplitType.class)
    void everyClipIsInOneSubsetAndTheSplitIsReproducible(SplitType type) throws IOException {
        Configuration configuration = configuration(type.name().toLowerCase(Locale.ROOT));
        SplitFile split = split(configuration);
        Set<String> allIds = new TreeSet<>(split.train());
        allIds.addAll(split.validation());
        assertEquals(N_CLIPS, allIds.size());
        assertEquals(N_CLIPS, split.train().size() + split.validation().size());
        assertTrue(!split.validation().isEmpty());
        assertEquals(split, split(configuration));
    }

    @Test
    void clipsOfOneRecordingStayTogether() throws IOException {
        SplitFile split = split(configuration("group"));
        Set<Integer> training = new TreeSet<>();
        split.train().forEach(id -> training.add(number(id) / 5));
        assertTrue(split.validation().stream().noneMatch(id -> training.contains(number(id) / 5)));
        assertEquals(20, split.validation().size(), 3);
    }

    @Test
    void theSelectedFoldIsTheValidationSubset() throws IOException {
        SplitFile split = split(configuration("fold", "validationFold", "3"));
        assertTrue(split.validation().stream().allMatch(id -> number(id) % 4 == 3));
        assertEquals(N_CLIPS / 4, split.validation().size());
    }

    @Test
    void anUnknownFoldIsRejectedWithTheExistingFolds() throws IOException {
        Configuration configuration = configuration("fold", "validationFold", "9");
        StageException exception = assertThrows(StageException.class, () -> split(configuration));
        assertEquals("validationFold: no clip is in fold 9; the folds are 0, 1, 2, 3", exception.getMessage());
    }

    @Test
    void stratifiedSplitsKeepLabelProportions() throws IOException {
        SplitFile split = split(configuration("stratified"));
        ClipCatalog catalog = Metadata.read(configuration("stratified"));
        for (Label label : catalog.labels().all()) {
            long nAll = catalog.clips().stream()
                    .filter(clip -> clip.labels().contains(label))
                    .count();
            long nValidation = split.validation().stream()
                    .filter(id -> catalog.find(id).orElseThrow().labels().contains(label))
                    .count();
            assertEquals(0.2 * nAll, (double) nValidation, 1.01, label.name());
        }
    }

    @Test
    void clipsInBothListsAreRejected() throws IOException {
        Configuration configuration = configuration("lists");
        Path list = folder.resolve("validation.csv");
        Files.writeString(list, Files.readString(list) + row(0));
        StageException exception = assertThrows(StageException.class, () -> split(configuration));
        assertTrue(
                exception.getMessage().contains("1 clips are also in segments, the first is clip0;"),
                exception.getMessage());
    }

    @Test
    void aSplitThatNeedsATableRequiresClipTable() throws IOException {
        Configuration configuration = configuration("group").with(Map.of("clipTable", ""));
        StageException exception = assertThrows(StageException.class, () -> split(configuration));
        assertTrue(exception.getMessage().startsWith("clipTable: is empty"), exception.getMessage());
    }

    private static SplitFile split(Configuration configuration) {
        return new ClipSplitter(Metadata.read(configuration), configuration).split();
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring("clip".length()));
    }

    private static String row(int number) {
        List<String> labels = new ArrayList<>(List.of("/m/" + number % 7));
        if (number % 3 == 0) {
            labels.add("/m/rare" + number % 2);
        }
        return "clip" + number + ", 0, 10, \"" + String.join(",", labels) + "\"\n";
    }

    private Configuration configuration(String splitType, String... keysAndValues) throws IOException {
        StringBuilder ontology = new StringBuilder();
        for (String label : List.of("0", "1", "2", "3", "4", "5", "6", "rare0", "rare1")) {
            ontology.append(ontology.isEmpty() ? "[" : ",")
                    .append("{\"id\": \"/m/" + label + "\", \"name\": \"" + label + "\", \"restrictions\": []}");
        }
        Files.writeString(folder.resolve("ontology.json"), ontology + "]");
        StringBuilder train = new StringBuilder("#\n#\n#\n");
        StringBuilder validation = new StringBuilder("#\n#\n#\n");
        StringBuilder table = new StringBuilder("ytid,fold,group\n");
        for (int i = 0; i < N_CLIPS; i++) {
            (splitType.equals("lists") && i >= 80 ? validation : train).append(row(i));
            table.append("clip" + i + "," + i % 4 + "," + i / 5 + "\n");
        }
        Files.writeString(folder.resolve("train.csv"), train);
        Files.writeString(folder.resolve("validation.csv"), validation);
        Files.writeString(folder.resolve("table.csv"), table);
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "splitType",
                splitType,
                "ontology",
                folder.resolve("ontology.json").toString(),
                "segments",
                folder.resolve("train.csv").toString(),
                "validationSegments",
                splitType.equals("lists") ? folder.resolve("validation.csv").toString() : "",
                "clipTable",
                folder.resolve("table.csv").toString(),
                "validationRatio",
                "0.2"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Configuration.of(settings);
    }
}
