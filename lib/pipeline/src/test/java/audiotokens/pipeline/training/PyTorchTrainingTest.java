package audiotokens.pipeline.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.ReferencePython;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.training.Epoch;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the history of a training run with that of the original PyTorch implementation for the same seed. (In the
 * original's mean loss, a smaller last batch counts as much as a full batch; in this test, all batches are full.)
 */
@Tag("slow")
class PyTorchTrainingTest {
    @TempDir
    Path folder;

    @Test
    void lossesPerEpochMatchPyTorch() throws Exception {
        ReferencePython.assumeAvailable();
        Configuration configuration =
                SyntheticTask.create(folder, 96, 24).configuration("seed=4242", "countPadding=true");
        RunFolder run = RunFolder.of(configuration);
        Map<String, Integer> labels = writeClipsOfSimilarLength(run);
        Files.writeString(run.path().resolve("task.json"), taskJson(configuration, labels));
        ReferencePython.run("original_training.py", run.path());
        double[][] expected =
                JsonMapper.shared().readValue(Files.readString(run.path().resolve("losses.json")), double[][].class);

        List<Epoch> epochs =
                new ModelTrainer(configuration).run(Progress.silent()).epochs();

        assertEquals(expected.length, epochs.size());
        for (Epoch epoch : epochs) {
            double[] losses = expected[epoch.number() - 1];
            assertEquals(losses[0], epoch.trainLoss(), 1e-5, "training, epoch " + epoch.number());
            assertEquals(losses[1], epoch.validationLoss(), 1e-5, "validation, epoch " + epoch.number());
        }
    }

    /** Writes clips of 40 to 42 tokens, so that batches are padded but keep their order; returns the clips' labels. */
    private static Map<String, Integer> writeClipsOfSimilarLength(RunFolder run) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        SplitFile split = SplitFile.read(run.split());
        Map<String, Integer> labels = new HashMap<>();
        for (Split subset : Split.values()) {
            for (String id : split.ids(subset)) {
                int label = Integer.parseInt(id.substring("clip".length())) % SyntheticTask.N_LABELS;
                labels.put(id, label);
                long[] tokens = new long[40 + random.nextInt(3)];
                for (int frame = 0; frame < tokens.length; frame++) {
                    tokens[frame] = random.nextInt(3) == 0 ? label : random.nextInt(SyntheticTask.VOCABULARY_SIZE);
                }
                NpyFile.write(run.tokens(subset, id), tokens, tokens.length);
            }
        }
        return labels;
    }

    private static String taskJson(Configuration configuration, Map<String, Integer> labels) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "seed", configuration.run().seed(),
                        "vocabSize", configuration.cluster().vocabSize(),
                        "lstmEmbedDim", configuration.model().lstmEmbedDim(),
                        "lstmHiddenDim", configuration.model().lstmHiddenDim(),
                        "learningRate", configuration.training().learningRate(),
                        "batchSize", configuration.training().batchSize(),
                        "epochs", configuration.training().epochs(),
                        "label", labels));
    }
}
