package audiotokens.pipeline.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.NpyFile;
import audiotokens.label.Label;
import audiotokens.notebook.experiment.Pipeline;
import audiotokens.notebook.figure.TestedClipFigures;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.evaluation.TestedClip.Prediction;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTesterTest {
    @TempDir
    static Path folder;

    private static Configuration configuration;
    private static String id;

    @BeforeAll
    static void train() {
        Map<String, String> keys = TinyDemo.settings(folder, 12);
        keys.put("vocabSize", "10");
        configuration = Configuration.of(keys);
        new Pipeline(configuration).train(Progress.silent());
        id = SplitFile.read(RunFolder.of(configuration).split()).validation().getFirst();
    }

    private static TestedClip test(String clip, int count) {
        try (ClipTester tester = new ClipTester(configuration)) {
            return tester.test(clip, count);
        }
    }

    @Test
    void marksTheTrueLabelsOfADatasetClipWithAStar() {
        Set<Label> labels =
                Set.copyOf(Metadata.read(configuration).find(id).orElseThrow().labels());
        TestedClip tested = test(id, 16);

        assertEquals(
                labels,
                tested.predictions().stream()
                        .filter(Prediction::present)
                        .map(Prediction::label)
                        .collect(Collectors.toSet()));
        assertTrue(tested.predictions().getFirst().score()
                >= tested.predictions().getLast().score());
        assertEquals(
                labels.size(),
                new TestedClipFigures(configuration, tested)
                        .predictions()
                        .stringColumn("true")
                        .isEqualTo("★")
                        .size());
    }

    @Test
    void computesTheTokensOfTheRun() throws IOException {
        long[] tokens = test(id, 1).tokens();

        assertArrayEquals(NpyFile.readLongs(RunFolder.of(configuration).tokens(Split.VALIDATION, id)), tokens);
    }

    @Test
    void aFileHasTheSamePredictionsAsItsClip() throws IOException {
        Path file = folder.resolve("elsewhere.flac");
        Files.copy(folder.resolve("audio/bal_train").resolve(id.substring(0, 2)).resolve(id + ".flac"), file);
        TestedClip clip = test(id, 16);
        TestedClip fromFile = test(file.toString(), 16);

        assertEquals(
                clip.predictions().stream().map(Prediction::score).toList(),
                fromFile.predictions().stream().map(Prediction::score).toList());
        assertTrue(fromFile.predictions().stream().noneMatch(Prediction::present), "a file's labels are unknown");
        assertEquals(file.toString(), fromFile.caption());
    }

    @Test
    void rejectsANameThatIsNeitherAClipNorAFile() throws IOException {
        assertTrue(assertThrows(StageException.class, () -> test("no such clip", 1))
                .getMessage()
                .contains("neither a clip of the dataset nor a file"));
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound at all");
        assertTrue(assertThrows(StageException.class, () -> test(text.toString(), 1))
                .getMessage()
                .startsWith(text.toString()));
    }
}
