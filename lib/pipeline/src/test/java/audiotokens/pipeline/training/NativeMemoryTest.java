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

/** Native arrays, counted by the engine's own root manager. */
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
    void anEpochLeaksNoArray(String keys) throws IOException {
        Configuration configuration = SyntheticTask.in(folder, 24, 8).configuration(keys.split(","));
        int before = arrays();
        try (TrainingSession session = new ModelTrainer(configuration).session(Optional.empty())) {
            int held = arrays();
            session.epoch(1, Progress.silent());
            assertEquals(held, arrays(), "arrays after an epoch");
        }
        assertEquals(before, arrays(), "arrays after the training");
    }

    @Test
    void theCountDetectsAnOpenArray() {
        int before = arrays();
        try (NDManager manager = NDManager.newBaseManager()) {
            manager.zeros(new Shape(3));
            assertEquals(before + 1, arrays());
        }
        assertEquals(before, arrays());
    }

    private static int arrays() {
        try (NDManager manager = NDManager.newBaseManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }
}
