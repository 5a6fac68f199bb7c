package elsewhere;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.AveragePrecision;
import audiotokens.model.ClipInput;
import audiotokens.model.LabeledClips;
import audiotokens.model.Model;
import audiotokens.model.TrainedModel;
import audiotokens.training.Epoch;
import audiotokens.training.Trainer;
import audiotokens.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests models in another package, which use only the public API. */
class CustomModelTest {
    private static final TrainingOptions OPTIONS =
            TrainingOptions.of("epochs=8", "batchSize=16", "learningRate=0.01", "schedule=cosine", "gradientClip=1");

    static Stream<Model> models() {
        return Stream.of(
                new Gru(SyntheticClips.VOCABULARY_SIZE, 16, SyntheticClips.N_LABELS),
                new SmallTransformer(SyntheticClips.VOCABULARY_SIZE, 32, 4, SyntheticClips.N_LABELS));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aTrainedModelLabelsUnseenClipsCorrectly(Model model) {
        LabeledClips unseen = SyntheticClips.of(48, 2);
        try (TrainedModel trained = Trainer.with(OPTIONS).fit(model, SyntheticClips.of(160, 1))) {
            double map = AveragePrecision.mean(trained.predict(unseen));
            assertTrue(map > 0.9, "mAP " + map);
            float[] scores = trained.predict(new ClipInput.Tokens(new long[] {9, 2, 11, 2, 2, 15, 2, 8, 2, 13}));
            assertEquals(SyntheticClips.N_LABELS, scores.length);
            assertTrue(
                    scores[2] > 0.5 && scores[0] < 0.5 && scores[1] < 0.5 && scores[3] < 0.5, Arrays.toString(scores));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void paddingInABatchDoesNotChangeScores(Model model) {
        LabeledClips clips = SyntheticClips.of(40, 3);
        try (TrainedModel trained = Trainer.with(TrainingOptions.of("epochs=1")).fit(model, clips)) {
            float[][] batchScores = trained.predict(clips).scores();
            List<String> ids = trained.predict(clips).ids();
            for (int clip = 0; clip < batchScores.length; clip++) {
                assertArrayEquals(trained.predict(clips.read(ids.get(clip))), batchScores[clip], 1e-5f);
            }
        }
    }

    @Test
    void theWeightsOfTheBestEpochAreKept() {
        LabeledClips validation = SyntheticClips.of(24, 5);
        List<Epoch> epochs = new ArrayList<>();
        Trainer trainer = Trainer.with(TrainingOptions.of("epochs=6", "learningRate=0.03", "batchSize=8"))
                .validation(validation)
                .listener(epochs::add);
        try (TrainedModel trained = trainer.fit(
                new Gru(SyntheticClips.VOCABULARY_SIZE, 8, SyntheticClips.N_LABELS), SyntheticClips.of(40, 4))) {
            double best =
                    epochs.stream().mapToDouble(Epoch::validationMap).max().orElseThrow();
            assertEquals(6, epochs.size());
            assertEquals(best, AveragePrecision.mean(trained.predict(validation)), 1e-9);
        }
    }

    @Test
    void sameSeedGivesSameWeights() {
        float[] weights = weights(11);
        assertArrayEquals(weights, weights(11));
        assertFalse(Arrays.equals(weights, weights(12)));
    }

    private static float[] weights(long seed) {
        Trainer trainer = Trainer.with(TrainingOptions.of("epochs=2")).seed(seed);
        Gru model = new Gru(SyntheticClips.VOCABULARY_SIZE, 8, SyntheticClips.N_LABELS);
        try (TrainedModel trained = trainer.fit(model, SyntheticClips.of(24, 6))) {
            return trained.parameters().get("gru.weight_hh_l0").toFloatArray();
        }
    }

    @Test
    void exampleModelsHaveAtMostFortyLines() throws IOException {
        for (String name : List.of("Gru", "SmallTransformer")) {
            List<String> lines = Files.readAllLines(Path.of("src/test/java/elsewhere", name + ".java"));
            int start = lines.indexOf(lines.stream()
                    .filter(line -> line.startsWith("record"))
                    .findFirst()
                    .orElseThrow());
            assertTrue(lines.size() - start <= 40, name + " has " + (lines.size() - start) + " lines");
        }
    }
}
