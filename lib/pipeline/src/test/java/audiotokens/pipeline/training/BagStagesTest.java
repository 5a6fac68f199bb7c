package audiotokens.pipeline.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.bag.BagReport;
import audiotokens.family.FeatureFamily;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.evaluation.ClipTester;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.LossLandscape;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.tokens.TokenReport;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs all stages with a bag classifier, on a few of the demo's clips. */
class BagStagesTest {
    @TempDir
    Path folder;

    private Configuration configuration(String tokenizerType) {
        Map<String, String> settings = TinyDemo.settings(folder, 24);
        settings.put("tokenizerType", tokenizerType);
        settings.put("modelType", "bag");
        settings.put("vocabSize", "20");
        settings.put("threads", "2");
        return Configuration.of(settings);
    }

    private static TokenReport tokenize(Configuration configuration) {
        new DatasetSplitter(configuration).run(Progress.silent());
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        return new SpecTokenizer(configuration).run(Progress.silent());
    }

    @Test
    void familiesAreTokenizedAndClassified() throws IOException {
        Configuration configuration = configuration("families");
        RunFolder run = RunFolder.of(configuration);
        TrainingFolder training = TrainingFolder.of(run);

        TokenReport tokens = tokenize(configuration);
        assertEquals(18, tokens.trainClips());
        assertEquals(6 * 4 + 5 * 3 - 1, tokens.otherStreamStatistics().size());

        TrainingReport report = new ModelTrainer(configuration).run(Progress.silent());
        BagReport bag = report.bag().orElseThrow();
        assertEquals(
                FeatureFamily.standard().stream().map(FeatureFamily::name).toList(),
                bag.sources().stream().map(source -> source.name()).toList());
        assertEquals(1, report.epochs().size(), "a bag classifier is fitted in one pass over the clips");
        EvaluationReport evaluation = new ModelEvaluator(configuration).run(Progress.silent());
        assertEquals(6, evaluation.clips());
        assertEquals(report.best().validationMap(), evaluation.meanAveragePrecision(), 1e-9);
        assertEquals(
                evaluation.meanAveragePrecision(), bag.ablations().getFirst().meanAveragePrecision(), 1e-9);

        byte[] model = Files.readAllBytes(training.bestWeights());
        TrainingReport secondReport = new ModelTrainer(configuration).run(Progress.silent());
        assertArrayEquals(
                bag.choice().weights(),
                secondReport.bag().orElseThrow().choice().weights());

        Files.delete(training.bestWeights());
        new ModelTrainer(configuration).run(Progress.silent());
        assertArrayEquals(
                model,
                Files.readAllBytes(training.bestWeights()),
                "a deleted model is fitted again with the same result");

        String validation = SplitFile.read(run.split()).validation().getFirst();
        try (ClipTester tester = new ClipTester(configuration)) {
            assertEquals(3, tester.test(validation, 3).predictions().size());
        }
        StageException exception =
                assertThrows(StageException.class, () -> LossLandscape.of(configuration, 1, 1, Progress.silent()));
        assertTrue(exception.getMessage().contains("modelType=bag"), exception.getMessage());
    }

    @Tag("slow")
    @Test
    void aDamagedTokenFileIsRecomputedAndADamagedModelIsReported() throws IOException {
        Configuration configuration = configuration("families");
        RunFolder run = RunFolder.of(configuration);
        tokenize(configuration);
        String id = SplitFile.read(run.split()).train().getFirst();
        Path file = run.tokenizedAudio(Split.TRAIN).resolve("rhythm").resolve(id + ".npy");
        byte[] complete = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(complete, complete.length / 2));
        String lastId = SplitFile.read(run.split()).train().getLast();
        Files.delete(file.resolveSibling(lastId + ".npy"));
        new SpecTokenizer(configuration).run(Progress.silent());
        assertArrayEquals(complete, Files.readAllBytes(file));

        new ModelTrainer(configuration).run(Progress.silent());
        Path model = TrainingFolder.of(run).bestWeights();
        Files.write(model, Arrays.copyOf(Files.readAllBytes(model), 1000));
        StageException exception =
                assertThrows(StageException.class, () -> new ModelEvaluator(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().contains(model.toString()), exception.getMessage());
        assertTrue(exception.getMessage().contains("training"), exception.getMessage());
    }

    @Test
    void frameTokensCanBeClassifiedByABagClassifier() {
        Configuration configuration = configuration("kmeans");
        tokenize(configuration);

        TrainingReport report = new ModelTrainer(configuration).run(Progress.silent());

        assertEquals(1, report.bag().orElseThrow().sources().size());
        assertTrue(report.best().validationMap() > 0);
    }
}
