package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Predictions;
import audiotokens.notebook.figure.HtmlTable;
import audiotokens.notebook.figure.NestedFigures;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedCrossValidationTest {
    private static final List<Variant> SETTINGS =
            List.of(Variant.of("few tokens", "vocabSize=5"), Variant.of("many tokens", "vocabSize=12"));

    @TempDir
    Path folder;

    private Configuration base() {
        Map<String, String> keys = TinyDemo.settings(folder, 12);
        keys.put("modelType", "bag");
        keys.put("bootstrapSamples", "20");
        return Configuration.of(keys);
    }

    private Configuration threeFoldConfiguration() {
        return RandomFolds.of(base(), 3, Progress.silent());
    }

    @Tag("slow")
    @Test
    void theSettingForAnOuterFoldIsChosenWithoutTheClipsOfThatFold() {
        NestedCrossValidation nested = new NestedCrossValidation("nested", threeFoldConfiguration(), SETTINGS);
        List<InnerChoice> reported = new ArrayList<>();
        NestedResult result = nested.run(Progress.silent(), reported::add);

        assertEquals(result.choices(), reported);
        assertEquals(
                List.of(1, 2, 3),
                result.choices().stream().map(InnerChoice::outerFold).toList());
        for (int outerIndex = 0; outerIndex < 3; outerIndex++) {
            CrossValidation inner = nested.innerCrossValidation(outerIndex + 1);
            Set<String> predictedIds =
                    Set.copyOf(result.chosen().folds().get(outerIndex).ids());
            assertEquals(2, inner.folds().size());
            assertFalse(inner.folds().contains(outerIndex + 1));
            for (Variant setting : SETTINGS) {
                Set<String> usedIds = new HashSet<>();
                for (int fold : inner.folds()) {
                    SplitFile split = SplitFile.read(
                            RunFolder.of(inner.configuration(setting, fold)).split());
                    usedIds.addAll(split.ids(Split.TRAIN));
                    usedIds.addAll(split.ids(Split.VALIDATION));
                }
                assertEquals(8, usedIds.size());
                assertTrue(
                        usedIds.stream().noneMatch(predictedIds::contains),
                        "the choice does not use the outer fold's clips");
            }
        }
        assertEquals(2 * (3 + 6), result.nFits());
    }

    @Tag("slow")
    @Test
    void eachFoldIsPredictedWithItsChosenSetting() {
        NestedResult result = new NestedCrossValidation("nested", threeFoldConfiguration(), SETTINGS)
                .run(Progress.silent(), choice -> {});

        for (int fold = 0; fold < 3; fold++) {
            InnerChoice choice = result.choices().get(fold);
            double best = choice.results().stream()
                    .mapToDouble(inner -> AveragePrecision.mean(Predictions.concatenate(inner.folds())))
                    .max()
                    .orElseThrow();
            assertEquals(
                    best, choice.results().get(choice.chosenIndex()).metrics().meanAveragePrecision(), 1e-12);
            assertEquals(
                    result.settings().get(choice.chosenIndex()).folds().get(fold),
                    result.chosen().folds().get(fold));
        }
        assertTrue(Files.exists(folder.resolve("run/experiments/nested/experiment.json")));
        assertEquals(
                3, HtmlTable.of(NestedFigures.choices(result)).text().lines().count() - 1);
        assertTrue(NestedFigures.conclusion(result).startsWith("2 settings were tried with 18 fits"));
    }

    @Tag("slow")
    @Test
    void comparesTwoModelsOnTheSameClips() {
        Configuration base = threeFoldConfiguration();
        CrossValidation crossValidation = new CrossValidation("pair", base);
        CrossValidationResult fewTokens = crossValidation.run(SETTINGS.getFirst(), Progress.silent());
        CrossValidationResult manyTokens = crossValidation.run(SETTINGS.getLast(), Progress.silent());
        PairedDifference difference = PairedDifference.of(fewTokens, manyTokens, base);

        assertEquals(
                manyTokens.metrics().meanAveragePrecision()
                        - fewTokens.metrics().meanAveragePrecision(),
                difference.mapDifference(),
                1e-12);
        assertTrue(difference.interval().low() <= difference.mapDifference());
        assertTrue(difference.mapDifference() <= difference.interval().high());
        PairedDifference noDifference = PairedDifference.of(fewTokens, fewTokens, base);
        assertEquals(0, noDifference.interval().low());
        assertEquals(0, noDifference.interval().high());
        assertFalse(noDifference.isSignificant());
    }

    @Test
    void assignsClipsToFoldsBySeed() throws IOException {
        String table = foldTable("first", 1);

        assertEquals(table, foldTable("same seed", 1));
        assertNotEquals(table, foldTable("other seed", 2));
        for (String fold : List.of("1", "2", "3")) {
            assertEquals(
                    4, table.lines().filter(row -> row.endsWith("," + fold)).count(), "clips of fold " + fold);
        }
    }

    private String foldTable(String run, long seed) throws IOException {
        Configuration configuration =
                base().with(Map.of("outputPath", folder.resolve(run).toString(), "seed", Long.toString(seed)));
        RandomFolds.of(configuration, 3, Progress.silent());
        return Files.readString(folder.resolve(run).resolve("folds.csv"));
    }

    @Test
    void randomFoldsAreNotDrawnIfTheConfigurationHasFolds() {
        Configuration folds = threeFoldConfiguration();

        assertEquals(List.of(1, 2, 3), new CrossValidation("x", folds).folds());
        assertEquals(folds, RandomFolds.of(folds, 5, Progress.silent()));
        assertThrows(StageException.class, () -> RandomFolds.of(base(), 13, Progress.silent()));
    }

    @Test
    void rejectsFewerThanThreeFolds() {
        assertThrows(StageException.class, () -> new NestedCrossValidation("nested", base(), SETTINGS));
        Configuration twoFolds = RandomFolds.of(base(), 2, Progress.silent());
        StageException exception =
                assertThrows(StageException.class, () -> new NestedCrossValidation("nested", twoFolds, SETTINGS));
        assertTrue(exception.getMessage().contains("has 2 folds;"), exception.getMessage());
    }
}
