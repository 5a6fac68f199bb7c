package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.Predictions;
import audiotokens.notebook.figure.CrossValidationFigures;
import audiotokens.notebook.figure.HtmlTable;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.LocalExecutor;
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

class CrossValidationTest {
    private static final Variant PLAIN = Variant.of("plain");

    @TempDir
    Path folder;

    /** Creates a configuration of twelve demo clips, in folds 1, 2 and 3 in turn. */
    private Configuration threeFoldConfiguration() throws IOException {
        Map<String, String> keys = TinyDemo.settings(folder, 12);
        keys.put("vocabSize", "10");
        keys.put("epochs", "2");
        keys.put("bootstrapSamples", "20");
        Configuration configuration = Configuration.of(keys);
        new DatasetSplitter(configuration).run(Progress.silent());
        SplitFile split = SplitFile.read(RunFolder.of(configuration).split());
        StringBuilder table = new StringBuilder("id,fold\n");
        List<String> ids = new ArrayList<>(split.train());
        ids.addAll(split.validation());
        for (int clip = 0; clip < ids.size(); clip++) {
            table.append(ids.get(clip)).append(',').append(1 + clip % 3).append('\n');
        }
        Files.writeString(folder.resolve("folds.csv"), table);
        return configuration.with(Map.of(
                "splitType", "fold", "clipTable", folder.resolve("folds.csv").toString()));
    }

    /** Records the names of started tasks. */
    private static final class StartedTasks implements Progress {
        final List<String> names = new ArrayList<>();

        @Override
        public Task begin(String name, long total, String unit) {
            names.add(name);
            return Progress.silent().begin(name, total, unit);
        }
    }

    @Test
    void eachClipIsPredictedOnceByAModelNotTrainedOnIt() throws IOException {
        CrossValidation crossValidation = new CrossValidation("folds", threeFoldConfiguration());
        CrossValidationResult result = crossValidation.run(PLAIN, Progress.silent());

        assertEquals(List.of(1, 2, 3), crossValidation.folds());
        Set<String> predictedIds = new HashSet<>();
        for (int fold : crossValidation.folds()) {
            Predictions predictions = result.folds().get(fold - 1);
            RunFolder run = RunFolder.of(crossValidation.configuration(PLAIN, fold));
            assertEquals(Set.copyOf(SplitFile.read(run.split()).ids(Split.VALIDATION)), Set.copyOf(predictions.ids()));
            assertTrue(Files.exists(run.centroids()), "a separate codebook");
            predictedIds.addAll(predictions.ids());
        }
        assertEquals(12, predictedIds.size());
        assertEquals(3, result.accuracies().length);
        assertTrue(result.metrics().interval().low() <= result.metrics().meanAveragePrecision());
        assertTrue(result.seconds() > 0);
    }

    @Test
    void finishedFoldsAreNotRecomputed() throws IOException {
        CrossValidation crossValidation = new CrossValidation("folds", threeFoldConfiguration());
        CrossValidationResult first = crossValidation.run(PLAIN, Progress.silent());
        StartedTasks tasksOfSecondRun = new StartedTasks();
        List<CrossValidationResult> reported = new ArrayList<>();
        CrossValidationResult second = crossValidation
                .run(List.of(PLAIN), tasksOfSecondRun, reported::add)
                .getFirst();

        assertEquals(List.of("folds", "plain"), tasksOfSecondRun.names, "all stages were up to date");
        assertEquals(List.of(second), reported);
        assertEquals(first.metrics(), second.metrics());
        assertEquals(first.seconds(), second.seconds());

        Path deleted =
                RunFolder.of(crossValidation.configuration(PLAIN, 2)).path().resolve("fold/predictions.csv");
        Files.delete(deleted);
        StartedTasks tasksAfterDeletion = new StartedTasks();
        assertEquals(
                first.metrics(), crossValidation.run(PLAIN, tasksAfterDeletion).metrics());
        assertEquals(List.of("plain", "Predicting"), tasksAfterDeletion.names, "only the missing fold was recomputed");
    }

    @Tag("slow")
    @Test
    void foldsTrainedInParallelGiveTheSameResultsAsFoldsTrainedSequentially() throws IOException {
        CrossValidationResult expected =
                new CrossValidation("folds", threeFoldConfiguration()).run(PLAIN, Progress.silent());
        CrossValidation distributed = new CrossValidation("distributed", threeFoldConfiguration());
        distributed.train(new DistributedRuns(new LocalExecutor(2)), PLAIN, Progress.silent());
        StartedTasks tasksAfterTraining = new StartedTasks();
        CrossValidationResult actual = distributed.run(PLAIN, tasksAfterTraining);

        assertEquals(expected.metrics(), actual.metrics());
        assertEquals(
                List.of("plain", "Predicting", "Predicting", "Predicting"),
                tasksAfterTraining.names,
                "all folds were trained");
    }

    @Test
    void modelReusesTheTokensOfTheBagClassifier() throws IOException {
        CrossValidation crossValidation = new CrossValidation("folds", threeFoldConfiguration());
        CrossValidationResult bag = crossValidation.runBag(PLAIN, BagModel.SVM_CHI_SQUARED, Progress.silent());
        StartedTasks startedTasks = new StartedTasks();
        CrossValidationResult model = crossValidation.run(PLAIN, startedTasks);

        assertEquals("svm chi squared, tokens of plain", bag.name());
        assertTrue(
                startedTasks.names.stream().noneMatch(task -> task.equals("K-means")),
                "the tokens were reused: " + startedTasks.names);
        assertEquals(
                Set.copyOf(model.folds().getFirst().ids()),
                Set.copyOf(bag.folds().getFirst().ids()));

        CrossValidationResult mean = CrossValidationResult.mean("both", threeFoldConfiguration(), List.of(model, bag));
        assertEquals(model.seconds() + bag.seconds(), mean.seconds(), 1e-9);
        List<CrossValidationResult> results = List.of(model, bag, mean);
        assertEquals(List.of(mean, model), CrossValidationResult.select(results, "both", "plain"));
        assertThrows(IllegalArgumentException.class, () -> CrossValidationResult.select(results, "neither"));
        assertEquals(
                4,
                HtmlTable.of(CrossValidationFigures.table(results))
                        .text()
                        .lines()
                        .count());
        assertEquals(2, CrossValidationFigures.scores(results).series().size());
    }

    @Test
    void variantsOfTheModelShareTokens() throws IOException {
        CrossValidation crossValidation = new CrossValidation("folds", threeFoldConfiguration());
        crossValidation.run(PLAIN, Progress.silent());
        Variant wider = Variant.of("wider", "lstmHiddenDim=12");
        StartedTasks startedTasks = new StartedTasks();
        crossValidation.run(wider, startedTasks);

        assertTrue(startedTasks.names.contains("Training"));
        assertTrue(
                startedTasks.names.stream().noneMatch(List.of("K-means", "Spectrograms")::contains),
                startedTasks.names.toString());
        for (int fold : crossValidation.folds()) {
            RunFolder plain = RunFolder.of(crossValidation.configuration(PLAIN, fold));
            RunFolder reused = RunFolder.of(crossValidation.configuration(wider, fold));
            assertEquals(-1, Files.mismatch(plain.centroids(), reused.centroids()));
        }
    }

    @Test
    void aConfigurationWithoutFoldsIsEvaluatedOnItsSingleSplit() throws IOException {
        CrossValidation crossValidation =
                new CrossValidation("one", threeFoldConfiguration().with(Map.of("splitType", "random")));

        assertEquals(1, crossValidation.run(PLAIN, Progress.silent()).folds().size());
    }

    @Test
    void rejectsATableWithASingleFoldOrNonNumericFolds() throws IOException {
        Configuration configuration = threeFoldConfiguration();
        Path table = folder.resolve("folds.csv");
        Files.writeString(table, "id,fold\na,1\nb,1\n");
        StageException singleFold =
                assertThrows(StageException.class, () -> new CrossValidation("folds", configuration));
        assertTrue(singleFold.getMessage().contains("has 1 fold;"), singleFold.getMessage());

        Files.writeString(table, "id,fold\na,first\nb,second\n");
        StageException nonNumeric =
                assertThrows(StageException.class, () -> new CrossValidation("folds", configuration));
        assertTrue(nonNumeric.getMessage().contains("\"first\""), nonNumeric.getMessage());
    }
}
