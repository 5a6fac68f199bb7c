package audiotokens.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import audiotokens.AudioTokensException;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.model.Bert;
import audiotokens.model.ClipInput;
import audiotokens.model.ComputeDevice;
import audiotokens.model.LabeledClips;
import audiotokens.model.MaskedTokens.Masking;
import audiotokens.model.TrainedModel;
import audiotokens.token.TokenStream;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskedTokenTrainerTest {
    private static final int VOCABULARY_SIZE = 8;
    private static final Bert BERT = new Bert(VOCABULARY_SIZE, 16, 2, 1, 2, 0, false);

    private final List<PretrainingEpoch> epochs = new ArrayList<>();

    /** Clips that repeat a single token, so that a masked token equals its neighbors. */
    private static LabeledClips constantClips() {
        Random random = new Random(5);
        List<LabeledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < 48; clip++) {
            long[] tokens = new long[20 + clip % 5];
            Arrays.fill(tokens, random.nextInt(1, VOCABULARY_SIZE));
            clips.add(new LabeledClips.Clip(
                    "clip" + clip, new ClipInput.Tokens(tokens), Set.of(tokens[0] % 2 == 0 ? "even" : "odd")));
        }
        return new LabeledClips(
                clips, List.of(new TokenStream("frames", VOCABULARY_SIZE, 0.1)), List.of("even", "odd"));
    }

    private MaskedTokenTrainer trainer(int epochCount) {
        return new MaskedTokenTrainer(
                TrainingOptions.of("epochs=" + epochCount, "learningRate=0.01", "batchSize=8"),
                Masking.bert(VOCABULARY_SIZE),
                3,
                ComputeDevice.of(Device.cpu(), 1),
                Progress.silent(),
                epochs::add);
    }

    @Test
    void maskedTokensAreLearned() {
        trainer(25).fit(BERT, constantClips());

        assertEquals(25, epochs.size());
        assertEquals(Math.log(VOCABULARY_SIZE), epochs.getFirst().loss(), 0.4, "the first epoch is at chance level");
        assertTrue(epochs.getLast().loss() < 0.6 * epochs.getFirst().loss(), epochs.toString());
        assertTrue(epochs.getLast().accuracy() > 0.5, epochs.toString());
    }

    @Test
    void aTrainingRunThatCannotStartLeavesNoThreadBehind() throws InterruptedException {
        ComputeDevice cpu = ComputeDevice.of(Device.cpu(), 2);
        MaskedTokenTrainer trainerOnMissingDevice = new MaskedTokenTrainer(
                TrainingOptions.of("epochs=1"),
                Masking.bert(VOCABULARY_SIZE),
                3,
                new ComputeDevice(Device.of("nowhere", 0), 2, cpu.memoryBytes()),
                Progress.silent(),
                epochs::add);
        Set<Thread> earlierThreads = Thread.getAllStackTraces().keySet();

        assertThrows(RuntimeException.class, () -> trainerOnMissingDevice.fit(BERT, constantClips()));

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!earlierThreads.contains(thread) && thread.getName().equals("compute")) {
                thread.join(10_000);
                assertFalse(thread.isAlive());
            }
        }
    }

    @Test
    void sameSeedGivesSameWeights() {
        Map<String, Tensor> first = trainer(1).fit(BERT, constantClips());
        Map<String, Tensor> second = trainer(1).fit(BERT, constantClips());

        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, tensor) ->
                assertArrayEquals(tensor.values(), second.get(name).values(), name));
    }

    @Test
    void aClassifierStartsFromThePretrainedWeights() {
        Map<String, Tensor> weights = trainer(2).fit(BERT, constantClips());
        Trainer frozen = Trainer.with(TrainingOptions.of("epochs=1", "learningRate=1e-12", "weightDecay=0"))
                .seed(3);
        try (TrainedModel trained = frozen.startingFrom(weights).fit(BERT, constantClips());
                TrainedModel untrained = frozen.fit(BERT, constantClips())) {
            Map<String, Tensor> values = trained.parameters().values();
            weights.forEach((name, tensor) ->
                    assertArrayEquals(tensor.values(), values.get(name).values(), 1e-6f, name));
            assertArrayEquals(
                    untrained.parameters().values().get("classifier.weight").values(),
                    values.get("classifier.weight").values(),
                    1e-6f,
                    "other parameters are initialized by the seed");
        }
    }

    @Test
    void weightsOfADifferentModelAreRejected() {
        Map<String, Tensor> weights = trainer(1).fit(BERT, constantClips());
        Bert wider = new Bert(VOCABULARY_SIZE, 32, 2, 1, 2, 0, false);
        Trainer trainer = Trainer.with(TrainingOptions.of("epochs=1")).startingFrom(weights);

        AudioTokensException exception =
                assertThrows(AudioTokensException.class, () -> trainer.fit(wider, constantClips()));
        assertTrue(exception.getMessage().contains("word_embeddings"), exception.getMessage());
    }
}
