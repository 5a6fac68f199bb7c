package audiotokens.pipeline.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTrainerTest {
    private static final String EMBEDDING = "embedding.weight";

    @TempDir
    Path folder;

    @Test
    void aLearnableTaskIsLearned() throws IOException {
        TrainingReport report = train(SyntheticTask.create(folder, 96, 24).configuration("epochs=8"));
        assertEquals(8, report.epochs().size());
        assertTrue(report.best().validationMap() > 0.9, report.toString());
        assertTrue(
                report.epochs().getLast().trainLoss()
                        < report.epochs().getFirst().trainLoss(),
                report.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modelType=bert,hiddenSize=24,numLayers=2,learningRate=0.003,epochs=12",
                "modelType=bert,hiddenSize=24,datasetType=RawSTFTDataset,usePrecomputedEmbeddings=true,"
                        + "learningRate=0.003,epochs=12",
                "modelType=simple,hiddenSize=16,epochs=20",
                "datasetType=RawSTFTDataset,usePrecomputedEmbeddings=true,numLayers=2",
                "modelType=cnn,datasetType=RawSTFTDataset,learningRate=0.003",
                "modelType=baseline,datasetType=RawSTFTFlatDataset,learningRate=0.003,epochs=15",
                "pooling=mean,schedule=onecycle,warmUp=0.2,gradientClip=1,patience=5",
                "pooling=max,schedule=cosine,tokenSubstitution=0.1,startFromLabelFrequency=true",
                "pooling=meanmax,embeddingStart=centroids,positiveWeight=10,trainCrop=0.8",
                "embeddingStart=centroids,freezeEmbedding=true,pooling=mean,mixing=0.4",
                "modelType=simple,hiddenSize=16,epochs=20,mixing=0.4",
                "modelType=bert,hiddenSize=24,learningRate=0.003,epochs=12,mixing=0.4",
                "modelType=streams,streamFrequencies=only,learningRate=0.03,epochs=12,labelOutput=softmax,mixing=0.3",
                "pooling=attention,balancedSampling=true,labelSmoothing=0.1,timeMasks=1,mixing=0.2",
            })
    void everyModelAndOptionLearnsTheTask(String testedOverrides) throws IOException {
        assertLearnsTheTask("epochs=8,dropout=0.1," + testedOverrides);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mixing=0.3,schedule=onecycle,warmUp=0.2,dropout=0.5",
                "streamMixer=gru,embeddingStart=centroids,trainCrop=0.8",
                "streamFrequencies=added,sequenceDropout=0.5,labelOutput=softmax,labelSmoothing=0.1",
            })
    void everyOptionOfStreamsLearnsTheTask(String testedOverrides) throws IOException {
        assertLearnsTheTask("modelType=streams,streamDim=16,streamEmbedDim=8,streamSteps=8,learningRate=0.01,epochs=12,"
                + "dropout=0.1," + testedOverrides);
    }

    private void assertLearnsTheTask(String overrides) throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 96, 24);
        TrainingReport report = train(task.configuration(overrides.split(",")));
        assertTrue(report.best().validationMap() > 0.85, report.toString());
    }

    @Test
    void frozenEmbeddingDoesNotChange() throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 32, 12);
        String initialization = "embeddingStart=centroids";
        Map<String, Tensor> frozen = weights(task.configuration(initialization, "freezeEmbedding=true", "epochs=1"));
        Map<String, Tensor> frozenLonger =
                weights(task.configuration(initialization, "freezeEmbedding=true", "epochs=3"));
        Map<String, Tensor> trained = weights(task.configuration(initialization, "epochs=1"));
        Map<String, Tensor> trainedLonger = weights(task.configuration(initialization, "epochs=3"));
        assertArrayEquals(embedding(frozen), embedding(frozenLonger));
        assertFalse(Arrays.equals(embedding(trained), embedding(trainedLonger)), "otherwise the test checks nothing");
        for (String name : frozen.keySet()) {
            if (!name.equals(EMBEDDING)) {
                assertFalse(
                        Arrays.equals(
                                frozen.get(name).values(),
                                frozenLonger.get(name).values()),
                        name);
            }
        }
    }

    private static Map<String, Tensor> weights(Configuration configuration) throws IOException {
        train(configuration);
        Map<String, Tensor> weights = SafetensorsFile.read(
                        TrainingFolder.of(RunFolder.of(configuration)).lastWeights())
                .tensors();
        deleteTraining(configuration);
        return weights;
    }

    private static float[] embedding(Map<String, Tensor> weights) {
        return weights.get(EMBEDDING).values();
    }

    @Test
    void patienceStopsTrainingAfterTheBestEpoch() throws IOException {
        TrainingReport report = train(
                SyntheticTask.create(folder, 96, 24).configuration("epochs=40", "patience=2", "learningRate=0.02"));
        assertEquals(report.best().number() + 2, report.epochs().size(), report.toString());
    }

    @Test
    void trainingIsReproducible() throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 32, 12);
        List<Epoch> first =
                train(task.configuration("outputPath=" + folder.resolve("run"))).epochs();
        Files.delete(RunFolder.of(task.configuration()).stageRecords().resolve("training.json"));
        List<Epoch> second = train(task.configuration()).epochs();
        assertSameHistory(first, second);
    }

    @Test
    void resumedTrainingHasTheHistoryOfUninterruptedTraining() throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 32, 12);
        Configuration configuration = task.configuration("dropout=0.5");
        ModelTrainer trainer = new ModelTrainer(configuration);
        assertThrows(
                CancellationException.class,
                () -> trainer.run(
                        Progress.silent(), epoch -> Thread.currentThread().interrupt()));
        assertTrue(Thread.interrupted());
        List<Epoch> reported = new ArrayList<>();
        List<Epoch> resumed = trainer.run(Progress.silent(), reported::add).epochs();
        assertEquals(resumed, reported);

        deleteTraining(configuration);
        assertSameHistory(train(configuration).epochs(), resumed);
    }

    @Test
    void trainingInterruptedWithinAnEpochResumesLater() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 64, 12).configuration("epochs=2");
        List<Epoch> reported = new ArrayList<>();
        Progress interrupting = (name, total, unit) -> new Progress.Task() {
            @Override
            public void advance(long steps) {
                if (name.equals("Epoch 2")) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void note(String remark) {}

            @Override
            public void close() {}
        };
        assertThrows(
                CancellationException.class, () -> new ModelTrainer(configuration).run(interrupting, reported::add));
        assertTrue(Thread.interrupted());
        assertEquals(1, reported.size());
        assertEquals(2, train(configuration).epochs().size());
    }

    @Test
    void aFinishedTrainingStageReturnsItsReport() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 16, 8).configuration("epochs=1");
        TrainingReport report = train(configuration);
        assertEquals(report, train(configuration));
        StageRecord.read(RunFolder.of(configuration), "training")
                .flatMap(record -> record.result(TrainingResult.class).map())
                .ifPresentOrElse(map -> assertEquals(report.best().validationMap(), map), () -> assertTrue(false));
    }

    @Test
    void deletedBestWeightsAreTrainedAgain() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 16, 8).configuration("epochs=1");
        TrainingReport report = train(configuration);
        Files.delete(TrainingFolder.of(RunFolder.of(configuration)).bestWeights());
        assertSameHistory(report.epochs(), train(configuration).epochs());
        assertTrue(Files.exists(TrainingFolder.of(RunFolder.of(configuration)).bestWeights()));
    }

    @Test
    void missingTokensAreReportedWithTheNotebookToRun() throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 0, 0);
        StageException exception = assertThrows(StageException.class, () -> train(task.configuration()));
        assertTrue(exception.getMessage().contains("tokens notebook"), exception.getMessage());
    }

    @Test
    void identicalLabelsAreRejected() throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 1, 4).configuration();
        AudioTokensException exception = assertThrows(AudioTokensException.class, () -> train(configuration));
        assertTrue(exception.getMessage().contains("nothing to learn"), exception.getMessage());
    }

    @Test
    void aTokenOutsideTheVocabularyIsReportedWithFileAndKey() throws IOException {
        SyntheticTask task = SyntheticTask.create(folder, 8, 4);
        Configuration configuration = task.configuration("epochs=1", "vocabSize=" + SyntheticTask.N_LABELS);
        StageException exception = assertThrows(StageException.class, () -> train(configuration));
        assertTrue(
                exception.getMessage().matches(".*clip\\d+\\.npy has the token .* vocabSize .*"),
                exception.getMessage());
    }

    @Test
    void divergingTrainingIsReportedWithTheStepAndASuggestion() throws IOException {
        Configuration configuration =
                SyntheticTask.create(folder, 32, 8).configuration("learningRate=10", "epochs=50", "weightDecay=10");
        AudioTokensException exception = assertThrows(AudioTokensException.class, () -> train(configuration));
        assertTrue(exception.getMessage().matches(".*at step \\d+ of epoch \\d+; try a lower learningRate.*"));
    }

    private static TrainingReport train(Configuration configuration) {
        return new ModelTrainer(configuration).run(Progress.silent());
    }

    /** Deletes the files and the record of the training stage, so that training starts over. */
    private static void deleteTraining(Configuration configuration) throws IOException {
        RunFolder run = RunFolder.of(configuration);
        Files.delete(run.stageRecords().resolve("training.json"));
        for (File file : run.training().toFile().listFiles()) {
            Files.delete(file.toPath());
        }
    }

    private static void assertSameHistory(List<Epoch> expected, List<Epoch> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).trainLoss(), actual.get(i).trainLoss());
            assertEquals(expected.get(i).trainMap(), actual.get(i).trainMap());
            assertEquals(expected.get(i).validationLoss(), actual.get(i).validationLoss());
            assertEquals(expected.get(i).validationMap(), actual.get(i).validationMap());
        }
    }
}
