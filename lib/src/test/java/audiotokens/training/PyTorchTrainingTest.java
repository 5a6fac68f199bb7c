package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.PeersPython;
import audiotokens.config.Configuration;
import audiotokens.dataset.SplitFile;
import audiotokens.file.NpyFile;
import audiotokens.run.Progress;
import audiotokens.run.RunFolder;
import audiotokens.run.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole training beside the original's in PyTorch: one seed, one history. */
class PyTorchTrainingTest {
    private static final int EPOCHS = 3;
    private static final long SEED = 4242;

    @TempDir
    Path folder;

    @Test
    void givenOneSeedThenTheEpochsHaveTheLossesThatTheyHaveInPyTorch() throws Exception {
        PeersPython.assumeThere();
        Configuration configuration = MadeTask.in(folder, 96, 24)
                .configuration("epochs=" + EPOCHS, "seed=" + SEED, "countPadding=true", "learningRate=0.01");
        RunFolder run = RunFolder.of(configuration);
        makeClipsNearlyOfOneLength(run);
        PeersPython.run("original_training.py", run.path(), SEED, EPOCHS);
        double[][] expected =
                JsonMapper.shared().readValue(Files.readString(run.path().resolve("losses.json")), double[][].class);

        List<Epoch> epochs =
                new ModelTrainer(configuration).run(Progress.silent()).epochs();

        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            assertEquals(expected[epoch][0], epochs.get(epoch).trainLoss(), 1e-5, "training, epoch " + (epoch + 1));
            assertEquals(expected[epoch][1], epochs.get(epoch).validationLoss(), 1e-5, "validation " + (epoch + 1));
        }
    }

    /** Training clips of 40 to 42 tokens, so that batches are padded but clips keep their order. */
    private static void makeClipsNearlyOfOneLength(RunFolder run) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        SplitFile split = SplitFile.read(run.split());
        Map<String, Integer> labels = new HashMap<>();
        for (Split half : Split.values()) {
            for (String id : split.ids(half)) {
                int label = Integer.parseInt(id.substring("clip".length())) % MadeTask.LABELS;
                labels.put(id, label);
                long[] tokens = new long[half == Split.TRAIN ? 40 + random.nextInt(3) : 40];
                for (int frame = 0; frame < tokens.length; frame++) {
                    tokens[frame] = random.nextInt(3) == 0 ? label : random.nextInt(MadeTask.VOCABULARY);
                }
                NpyFile.write(run.tokens(half, id), tokens, tokens.length);
            }
        }
        Files.writeString(run.path().resolve("labels.json"), JsonMapper.shared().writeValueAsString(labels));
    }
}
