package audiotokens.pipeline.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import audiotokens.pipeline.config.Configuration;
import audiotokens.training.TrainingSession;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts native arrays with the root NDManager of the engine. */
class NativeMemoryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modelType=lstm,pooling=attention,numLayers=2,gradientClip=1,positiveWeight=3",
                "modelType=bert,hiddenSize=24",
                "modelType=simple",
                "modelType=streams,streamDim=16,mixing=0.3,gradientClip=1",
                "modelType=streams,streamDim=16,streamMixer=gru",
                "modelType=elsewhere.GruFactory",
                "modelType=cnn,datasetType=RawSTFTDataset",
                "modelType=baseline,datasetType=RawSTFTFlatDataset",
            })
    void anEpochLeaksNoArray(String overrides) throws IOException {
        Configuration configuration = SyntheticTask.create(folder, 24, 8).configuration(overrides.split(","));
        int nInitial = countOpenArrays();
        try (TrainingSession session = new ModelTrainer(configuration).session(Optional.empty())) {
            int nHeldBySession = countOpenArrays();
            session.runEpoch(1, Progress.silent());
            assertEquals(nHeldBySession, countOpenArrays(), "arrays after an epoch");
        }
        assertEquals(nInitial, countOpenArrays(), "arrays after training");
    }

    @Test
    void theCountDetectsAnOpenArray() {
        int nInitial = countOpenArrays();
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.zeros(new Shape(3));
            assertEquals(nInitial + 1, countOpenArrays());
        }
        assertEquals(nInitial, countOpenArrays());
    }

    private static int countOpenArrays() {
        try (NDManager manager = NDManager.newBaseManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }
}
