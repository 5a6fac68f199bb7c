package audiotokens.pipeline.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.FileTree;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.inference.TrainingBags;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares a run that stores spectrograms and tokens in one file per clip with a run that stores only tokens, in
 * Parquet files.
 */
class TrainingFromParquetTest {
    @TempDir
    Path folder;

    private Configuration run(String name, String spectrogramStore, String tokenStore, String... overrides) {
        Map<String, String> settings = TinyDemo.settings(folder, 24);
        settings.put("outputPath", folder.resolve(name).toString());
        settings.put("spectrogramStore", spectrogramStore);
        settings.put("tokenStore", tokenStore);
        settings.put("vocabSize", "20");
        settings.put("framesPerCentroid", "20");
        settings.put("threads", "2");
        for (String override : overrides) {
            settings.put(override.substring(0, override.indexOf('=')), override.substring(override.indexOf('=') + 1));
        }
        Configuration configuration = Configuration.of(settings);
        AllStages.run(configuration, RunStage.TOKENS);
        return configuration;
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "modelType=lstm,epochs=2,dropout=0.5",
                "modelType=streams,tokenizerType=families,streamEmbedDim=4,streamDim=4",
                "modelType=bag,tokenizerType=families"
            })
    void bothStoresGiveTheSameModel(String overrides) throws IOException {
        Configuration filesRun = run("files", "files", "files", overrides.split(","));
        Configuration parquetRun = run("parquet", "none", "parquet", overrides.split(","));
        TrainingReport filesReport = new ModelTrainer(filesRun).run(Progress.silent());
        TrainingReport parquetReport = new ModelTrainer(parquetRun).run(Progress.silent());
        assertEquals(filesReport.trainClips(), parquetReport.trainClips());
        assertEquals(filesReport.best().validationLoss(), parquetReport.best().validationLoss());
        assertArrayEquals(bestWeights(filesRun), bestWeights(parquetRun));
        EvaluationReport filesEvaluation = new ModelEvaluator(filesRun).run(Progress.silent());
        EvaluationReport parquetEvaluation = new ModelEvaluator(parquetRun).run(Progress.silent());
        assertEquals(filesEvaluation, parquetEvaluation);
        assertSameFiles(RunFolder.of(filesRun).model(), RunFolder.of(parquetRun).model());
        try (Stream<Path> runFiles = Files.list(RunFolder.of(parquetRun).path())) {
            assertEquals(
                    List.of(),
                    runFiles.filter(file -> file.getFileName().toString().startsWith(".tokens"))
                            .toList(),
                    "files unpacked for training are deleted");
        }
    }

    private static byte[] bestWeights(Configuration configuration) throws IOException {
        return Files.readAllBytes(TrainingFolder.of(RunFolder.of(configuration)).bestWeights());
    }

    private static void assertSameFiles(Path expected, Path found) throws IOException {
        List<Path> files = FileTree.filesBelow(expected);
        assertEquals(files.size(), FileTree.filesBelow(found).size());
        for (Path file : files) {
            Path other = found.resolve(expected.relativize(file).toString());
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other), file.toString());
        }
    }

    @Test
    void resumedTrainingKeepsTheOrderOfClips() throws IOException {
        Configuration configuration = run("parquet", "none", "parquet", "epochs=3");
        TrainingReport uninterrupted = new ModelTrainer(configuration).run(Progress.silent());
        byte[] weights = bestWeights(configuration);
        FileTree.deleteIfExists(RunFolder.of(configuration).training());
        assertThrows(CancellationException.class, () -> new ModelTrainer(configuration)
                .run(Progress.silent(), epoch -> Thread.currentThread().interrupt()));
        Thread.interrupted();
        TrainingReport resumed = new ModelTrainer(configuration).run(Progress.silent());
        assertEquals(3, resumed.epochs().size());
        assertEquals(uninterrupted.best().validationLoss(), resumed.best().validationLoss());
        assertArrayEquals(weights, bestWeights(configuration));
    }

    @Test
    void theTrainingClipsOfABundleAreFoundInParquet() throws IOException {
        Configuration configuration = run("parquet", "none", "parquet");
        new ModelTrainer(configuration).run(Progress.silent());
        new ModelEvaluator(configuration).run(Progress.silent());
        Files.writeString(RunFolder.of(configuration).configuration(), configuration.toYaml());
        TrainingBags bags = TrainingBags.read(RunFolder.of(configuration).model());
        assertEquals(18, bags.ids().size());
    }

    @Test
    void aTruncatedFileStopsTheTrainingWithAMessageThatNamesIt() throws IOException {
        Configuration configuration = run("parquet", "none", "parquet");
        Path file =
                RunFolder.of(configuration).tokenizedAudio(Split.TRAIN).resolveSibling("train-00000-of-00001.parquet");
        byte[] complete = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(complete, complete.length - 100));
        StageException exception =
                assertThrows(StageException.class, () -> new ModelTrainer(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().startsWith(file + " is damaged"), exception.getMessage());
        assertTrue(
                exception.getMessage().endsWith("delete it and run the tokens notebook again"), exception.getMessage());
    }
}
