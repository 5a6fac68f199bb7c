package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import audiotokens.AudioTokensException;
import audiotokens.metrics.AveragePrecision;
import audiotokens.metrics.Predictions;
import audiotokens.token.TokenStream;
import audiotokens.training.Trainer;
import audiotokens.training.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests the softmax; {@link PyTorchGoldenTest} compares its logits and loss with PyTorch's. */
class SoftmaxOutputTest {
    private static final int N_LABELS = 3;
    private static final List<String> LABELS = List.of("label0", "label1", "label2");
    private static final Model MODEL = new SoftmaxOutput(new MeanEmbedding(8, 8, N_LABELS, false));

    @Test
    void theSigmoidOfTheLogOddsIsTheSoftmax() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray outputs = manager.create(new float[][] {{1, 2, 4}, {-3, 0, 0}});
            float[] logits = SoftmaxOutput.logOdds(outputs).toFloatArray();
            float[][] probabilities = Predictor.probabilities(logits, N_LABELS);
            for (int clip = 0; clip < probabilities.length; clip++) {
                float[] expected = outputs.softmax(1).get(clip).toFloatArray();
                assertArrayEquals(expected, probabilities[clip], 1e-6f);
            }
        }
    }

    @Test
    void largeDifferencesBetweenOutputsGiveFiniteLogOdds() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray outputs = manager.create(new float[][] {{500, 0, -500}});
            assertArrayEquals(
                    new float[] {500, -500, -1000},
                    SoftmaxOutput.logOdds(outputs).toFloatArray());
        }
    }

    @Test
    void aSingleLabelIsRejected() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray outputs = manager.create(new float[][] {{1}});
            IllegalArgumentException exception =
                    assertThrows(IllegalArgumentException.class, () -> SoftmaxOutput.logOdds(outputs));
            assertEquals("a softmax needs at least two labels, not 1", exception.getMessage());
        }
    }

    @Test
    void aTrainedModelGivesProbabilitiesThatSumToOne() {
        TrainingOptions options = TrainingOptions.of(
                "epochs=12",
                "batchSize=16",
                "learningRate=0.05",
                "mixing=0.3",
                "labelSmoothing=0.1",
                "positiveWeight=2");
        try (TrainedModel trained = Trainer.with(options).fit(MODEL, clips(96, 1))) {
            Predictions predictions = trained.predict(clips(48, 1));
            for (float[] scores : predictions.scores()) {
                assertEquals(1, scores[0] + scores[1] + scores[2], 1e-5);
            }
            double map = AveragePrecision.mean(predictions);
            assertTrue(map > 0.9, "mAP " + map);
        }
    }

    @Test
    void aTrainingClipWithTwoLabelsIsRejectedWithAMessageThatNamesIt() {
        LabeledClips clips = clips(4, 2);
        AudioTokensException exception =
                assertThrows(AudioTokensException.class, () -> Trainer.with(TrainingOptions.of("epochs=1"))
                        .fit(MODEL, clips));
        assertEquals(
                "the training clip clip3 does not have exactly one label, which a softmax requires;"
                        + " set labelOutput=sigmoid",
                exception.getMessage());
    }

    /** @param nLabelsOfLastClip 1 or 2 */
    private static LabeledClips clips(int count, int nLabelsOfLastClip) {
        SplittableRandom random = new SplittableRandom(1);
        List<LabeledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            int label = clip % N_LABELS;
            long[] ids = random.longs(20, 0, 8).map(id -> id < 4 ? label : id).toArray();
            boolean hasTwoLabels = clip == count - 1 && nLabelsOfLastClip == 2;
            Set<String> labels = hasTwoLabels ? Set.of("label0", "label1") : Set.of(LABELS.get(label));
            clips.add(new LabeledClips.Clip("clip" + clip, new ClipInput.Tokens(ids), labels));
        }
        return new LabeledClips(clips, List.of(new TokenStream("tokens", 8, 0.1)), LABELS);
    }
}
