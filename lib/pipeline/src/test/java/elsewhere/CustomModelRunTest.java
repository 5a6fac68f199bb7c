package elsewhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.model.ModelFactory;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.pipeline.training.SyntheticTask;
import audiotokens.training.Checkpoint;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains and evaluates a model from a package unknown to the library. */
class CustomModelRunTest {
    private static final Progress PROGRESS = Progress.silent();

    @TempDir
    Path folder;

    @Test
    void aModelClassNamedInTheConfigurationIsTrainedAndEvaluated() throws IOException {
        Configuration configuration =
                SyntheticTask.create(folder, 96, 24).configuration("modelType=elsewhere.GruFactory", "epochs=8");
        TrainingReport training = new ModelTrainer(configuration).run(PROGRESS);
        assertTrue(training.best().validationMap() > 0.9, training.toString());
        EvaluationReport report = new ModelEvaluator(configuration).run(PROGRESS);
        assertEquals(training.best().validationMap(), report.metrics().meanAveragePrecision(), 1e-9);
        assertEquals(training, new ModelTrainer(configuration).run(PROGRESS), "finished stages are not recomputed");
    }

    @Test
    void aModelObjectIsTrainedAndADifferentModelObjectRestartsTraining() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 48, 24).configuration("epochs=2");
        ModelFactory small =
                ModelFactory.of("small gru", sizes -> new GruFactory.Gru(sizes.vocabularySize(), 8, sizes.nLabels()));
        ModelFactory large =
                ModelFactory.of("large gru", sizes -> new GruFactory.Gru(sizes.vocabularySize(), 24, sizes.nLabels()));
        TrainingReport first = new ModelTrainer(configuration, small).run(PROGRESS);
        EvaluationReport report = new ModelEvaluator(configuration, small).run(PROGRESS);
        assertEquals(first.best().validationMap(), report.metrics().meanAveragePrecision(), 1e-9);
        assertEquals(first, new ModelTrainer(configuration, small).run(PROGRESS));
        assertTrue(new ModelTrainer(configuration, large).run(PROGRESS).parameters() > first.parameters());
        assertFalse(
                new ModelTrainer(configuration).run(PROGRESS).parameters() == first.parameters(),
                "without a model object, the LSTM is trained");
    }

    @Test
    void resumedCustomModelHasTheHistoryOfAnUninterruptedRun() throws IOException {
        Configuration uninterrupted = SyntheticTask.create(Files.createDirectory(folder.resolve("a")), 32, 12)
                .configuration("modelType=elsewhere.GruFactory");
        Configuration stopped = SyntheticTask.create(Files.createDirectory(folder.resolve("b")), 32, 12)
                .configuration("modelType=elsewhere.GruFactory");
        assertThrows(CancellationException.class, () -> new ModelTrainer(stopped)
                .run(PROGRESS, epoch -> Thread.currentThread().interrupt()));
        assertTrue(Thread.interrupted());
        List<Epoch> expected = new ModelTrainer(uninterrupted).run(PROGRESS).epochs();
        List<Epoch> resumed = new ModelTrainer(stopped).run(PROGRESS).epochs();
        assertEquals(
                expected.stream().map(Epoch::validationLoss).toList(),
                resumed.stream().map(Epoch::validationLoss).toList());
    }

    @Test
    void aKilledTrainingRunResumes() throws Exception {
        Configuration configuration =
                SyntheticTask.create(folder, 96, 24).configuration("modelType=elsewhere.GruFactory", "epochs=400");
        Path yaml = folder.resolve("configuration.yaml");
        Files.writeString(yaml, configuration.toYaml());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainProcess.class.getName(),
                        yaml.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        Path checkpoint = RunFolder.of(configuration).training().resolve("checkpoint.safetensors");
        while (!Files.exists(checkpoint) && process.isAlive()) {
            Thread.sleep(20);
        }
        assertTrue(process.isAlive(), Files.readString(folder.resolve("output.txt")));
        process.destroyForcibly().waitFor();

        int nFinishedEpochs = Checkpoint.read(checkpoint).orElseThrow().epochs().size();
        List<Epoch> reported = new ArrayList<>();
        assertThrows(CancellationException.class, () -> new ModelTrainer(configuration).run(PROGRESS, epoch -> {
            reported.add(epoch);
            if (reported.size() > nFinishedEpochs) {
                Thread.currentThread().interrupt();
            }
        }));
        assertTrue(Thread.interrupted());
        assertEquals(nFinishedEpochs + 1, reported.size());
        assertEquals(
                nFinishedEpochs + 1, reported.getLast().number(), "the epochs before the kill are not trained again");
    }

    @Test
    void aMissingOrInvalidFactoryClassIsNamedInTheError() throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 8, 4);
        Configuration missing = task.configuration("modelType=elsewhere.Missing");
        ConfigurationException exception =
                assertThrows(ConfigurationException.class, () -> new ModelTrainer(missing).run(PROGRESS));
        assertTrue(exception.getMessage().contains("no class elsewhere.Missing"), exception.getMessage());
        Configuration invalid = task.configuration("modelType=java.lang.Object");
        assertTrue(assertThrows(ConfigurationException.class, () -> new ModelTrainer(invalid).run(PROGRESS))
                .getMessage()
                .contains("does not implement"));
        assertThrows(ConfigurationException.class, () -> task.configuration("modelType=lsmt"));
    }
}
