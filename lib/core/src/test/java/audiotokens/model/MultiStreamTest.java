package audiotokens.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import audiotokens.file.SafetensorsFile.Tensor;
import audiotokens.metrics.AveragePrecision;
import audiotokens.random.TorchRandom;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import audiotokens.training.TokenVectors;
import audiotokens.training.Trainer;
import audiotokens.training.TrainingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests streams of two codebooks: short patches with their two nearest centroids, and long windows with their nearest
 * one.
 */
class MultiStreamTest {
    private static final int N_LABELS = 4;
    private static final List<TokenStream> STREAMS = List.of(
            new TokenStream("patch1", "patch", 10, 0.1, 1),
            new TokenStream("patch2", "patch", 10, 0.1, 0.5),
            new TokenStream("texture", "texture", 6, 0.5, 1));

    @Test
    void theEmbeddingOfAStepAveragesItsTokensWeightedByStream() {
        List<StepEmbedding> embeddings = StepEmbedding.of("embedding.", STREAMS, 2);
        assertEquals(List.of("embedding.patch", "embedding.texture"), names(embeddings));
        // four tokens in two steps: two tokens each
        ClipTokens clip = new ClipTokens(List.of(new long[] {1, 2, 3, 3}, new long[] {4, 4, 4, 5}, new long[] {5}));
        Batch batch = Batch.of(List.of(ClipInput.of(clip)), 0);
        float[] patch = embed(embeddings.get(0), batch, 0);
        assertArrayEquals(new float[] {(0.5f + 1 + 0.5f * 4) / 1.5f, (3 + 0.25f * 4 + 0.25f * 5) / 1.5f}, patch, 1e-6f);
        assertArrayEquals(new float[] {5, 5}, embed(embeddings.get(1), batch, 0), "both steps have the only token");
        assertArrayEquals(
                new float[] {patch[1], patch[0]}, embed(embeddings.get(0), batch, 1), 1e-6f, "shifted by one step");
    }

    @Test
    void poolingThreeTokensToTwoStepsMatchesAdaptiveAveragePooling() {
        StepEmbedding embedding = new StepEmbedding("embedding.x", List.of(0), List.of(1.0), 10, 2);
        Batch batch = Batch.of(List.of(new ClipInput.Tokens(new long[] {1, 2, 6})), 0);
        assertArrayEquals(new float[] {1.5f, 4}, embed(embedding, batch, 0), 1e-6f);
    }

    @Test
    void mixedClipsOfDifferentLengthsHaveTheWeightedSumOfTwoEmbeddings() {
        StepEmbedding embedding = new StepEmbedding("embedding.x", List.of(0), List.of(1.0), 10, 1);
        Batch batch = Batch.of(
                List.of(
                        new ClipInput.Tokens(new long[] {2, 2}, new long[] {6, 8}, 0.75f),
                        new ClipInput.Tokens(new long[] {}),
                        new ClipInput.Tokens(new long[] {1, 2, 3})),
                0);
        assertArrayEquals(new float[] {0.75f * 2 + 0.25f * 7, 0, 2}, embed(embedding, batch, 0), 1e-6f);
    }

    @Test
    void tokenFrequenciesAreSquareRootsScaledUpForSmallCodebooksAndExcludeStreamsOfFlags() {
        List<TokenStream> streams = new ArrayList<>(STREAMS);
        streams.add(new TokenStream("loud", 2, 0.1));
        List<TokenFrequencies> layers = TokenFrequencies.of("frequencies.", streams);
        assertEquals(
                List.of("frequencies.patch", "frequencies.texture"),
                layers.stream().map(TokenFrequencies::name).toList());
        ClipTokens clip = new ClipTokens(List.of(new long[] {1, 2}, new long[] {1, 3}, new long[] {5}, new long[] {0}));
        Batch batch = Batch.of(List.of(ClipInput.of(clip)), 0);
        // weights 1 and 0.5: token 1 has 1.5 of 3, token 2 has 1, token 3 has 0.5
        double patch = Math.sqrt(1.5 / 3) + 2 * Math.sqrt(1.0 / 3) + 3 * Math.sqrt(0.5 / 3);
        assertArrayEquals(new float[] {(float) patch}, frequencies(layers.getFirst(), batch), 1e-5f);
        assertArrayEquals(new float[] {(float) (5 * Math.sqrt(10.0 / 6))}, frequencies(layers.getLast(), batch), 1e-5f);
    }

    @Test
    void frequenciesOfMixedClipsAreMixedAfterTheSquareRoot() {
        TokenFrequencies layer = new TokenFrequencies("frequencies.x", List.of(0), List.of(1.0), 10, 1);
        Batch batch = Batch.of(
                List.of(
                        new ClipInput.Tokens(new long[] {2, 2}, new long[] {6, 8}, 0.75f),
                        new ClipInput.Tokens(new long[] {})),
                0);
        double mixed = 0.75 * 2 + 0.25 * (6 + 8) * Math.sqrt(0.5);
        assertArrayEquals(new float[] {(float) mixed, 0}, frequencies(layer, batch), 1e-5f);
    }

    @ParameterizedTest
    @CsvSource({"ADDED, 0.99", "ADDED, 0", "ONLY, 0"})
    void aModelWithTokenFrequenciesLearnsTheTaskWithAndWithoutSequenceLayers(
            TokenFrequencyMode frequencies, double sequenceDropout) {
        MultiStream model = new MultiStream(
                STREAMS, 8, 8, 16, N_LABELS, StreamMixer.NONE, 0.1, 0.1, 0.2, frequencies, sequenceDropout);
        TrainingOptions options = TrainingOptions.of("epochs=16", "batchSize=16", "learningRate=0.05", "mixing=0.3");
        try (TrainedModel trained = Trainer.with(options).fit(model, clips(160, 1))) {
            double map = AveragePrecision.mean(trained.predict(clips(64, 2)));
            assertTrue(map > 0.9, "mAP " + map);
        }
    }

    @Test
    void sequenceDropoutRequiresTokenFrequenciesAndSequenceLayers() {
        IllegalArgumentException exception = assertThrows(
                IllegalArgumentException.class,
                () -> new MultiStream(
                        STREAMS, 8, 8, 16, N_LABELS, StreamMixer.NONE, 0, 0, 0, TokenFrequencyMode.ONLY, 0.5));
        assertEquals(
                "sequenceDropout 0.5 needs token frequencies in addition to the sequence layers (streamFrequencies=added)",
                exception.getMessage());
    }

    @Test
    void tokenFrequenciesAloneRequireACodebookOfMoreThanTwoTokens() {
        List<TokenStream> flagStreams = List.of(new TokenStream("loud", 2, 0.1), new TokenStream("onset", 2, 0.1));
        IllegalArgumentException exception = assertThrows(
                IllegalArgumentException.class,
                () -> new MultiStream(
                        flagStreams, 8, 8, 16, N_LABELS, StreamMixer.NONE, 0.1, 0.1, 0.2, TokenFrequencyMode.ONLY, 0));
        assertEquals(
                "streamFrequencies=only needs a codebook of more than two tokens, but the streams are [loud, onset]",
                exception.getMessage());
    }

    @ParameterizedTest
    @EnumSource(StreamMixer.class)
    void aLabelThatDependsOnBothCodebooksIsLearned(StreamMixer mixer) {
        MultiStream model = new MultiStream(STREAMS, 8, 8, 16, N_LABELS, mixer, 0.1, 0.1, 0.2);
        TrainingOptions options = TrainingOptions.of(
                "epochs=16", "batchSize=16", "learningRate=0.01", "schedule=onecycle", "warmUp=0.2", "mixing=0.3");
        try (TrainedModel trained = Trainer.with(options).fit(model, clips(160, 1))) {
            double map = AveragePrecision.mean(trained.predict(clips(64, 2)));
            assertTrue(map > 0.9, mixer + ": mAP " + map);
        }
    }

    @Test
    void centroidsInitializeTheEmbeddingsScaledByDimension() {
        MultiStream model = MultiStream.classifier(STREAMS, N_LABELS);
        float[] patch = unitVectors(10, 3);
        float[] texture = unitVectors(6, 70);
        Trainer trainer = Trainer.with(TrainingOptions.of(
                        "epochs=1", "learningRate=1e-9", "embeddingStart=centroids", "tokenSubstitution=0.1"))
                .centroids(List.of(new TokenVectors(10, 3, patch), new TokenVectors(6, 70, texture)));
        try (TrainedModel trained = trainer.fit(model, clips(16, 3))) {
            float[] weights = trained.parameters().get("embedding.patch.weight").toFloatArray();
            double scale = Math.sqrt(3) / Math.sqrt(64);
            for (int token = 0; token < 10; token++) {
                assertEquals(patch[token * 3] * scale, weights[token * 64], 1e-5);
                assertEquals(patch[token * 3 + 2] * scale, weights[token * 64 + 2], 1e-5);
            }
        }
    }

    @Test
    void aBatchWithOneStreamIsRejectedWithAMessageThatStatesTheExpectedNumber() {
        Batch batch = Batch.of(List.of(new ClipInput.Tokens(new long[] {1})), 0);
        MultiStream model = MultiStream.classifier(STREAMS, N_LABELS);
        try (Parameters parameters = Parameters.initialize(model.parameters(), new TorchRandom(1), Device.cpu());
                ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            IllegalArgumentException exception =
                    assertThrows(IllegalArgumentException.class, () -> model.logits(pass, batch));
            assertEquals("the model reads 3 token streams, but the batch has 1", exception.getMessage());
        }
    }

    /** The outputs of a layer whose weight for token i is i. */
    private static float[] frequencies(TokenFrequencies layer, Batch batch) {
        Map<String, Tensor> weights = Map.of(
                layer.name() + ".weight",
                new Tensor(new long[] {layer.vocabularySize(), 1}, ascending(layer.vocabularySize())));
        try (Parameters parameters = Parameters.of(layer.parameters(1), weights, Device.cpu());
                ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            return layer.apply(pass, batch, 0.5).toFloatArray();
        }
    }

    private static float[] ascending(int count) {
        float[] values = new float[count];
        for (int token = 0; token < count; token++) {
            values[token] = token;
        }
        return values;
    }

    /** The step embeddings of a batch if token i has the embedding i. */
    private static float[] embed(StepEmbedding embedding, Batch batch, int shift) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        float[] values = ascending(embedding.vocabularySize());
        weights.put(embedding.name() + ".weight", new Tensor(new long[] {values.length, 1}, values));
        int[] shifts = new int[batch.size()];
        Arrays.fill(shifts, shift);
        try (Parameters parameters = Parameters.of(embedding.parameters(1), weights, Device.cpu());
                ForwardPass pass = ForwardPass.inference(parameters, Optional.empty())) {
            NDArray vectors = embedding.embed(pass, batch, 0.5, shifts);
            assertEquals(embedding.steps(), vectors.getShape().get(1));
            return vectors.toFloatArray();
        }
    }

    /** The texture token determines the high bit of the label's index, the patches the low bit. */
    private static LabeledClips clips(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LabeledClips.Clip> clips = new ArrayList<>();
        for (int clip = 0; clip < count; clip++) {
            int label = clip % N_LABELS;
            int nFrames = 20 + random.nextInt(20);
            long[] first = new long[nFrames];
            long[] second = new long[nFrames];
            for (int i = 0; i < nFrames; i++) {
                first[i] = random.nextInt(3) == 0 ? label % 2 : random.nextInt(2, 10);
                second[i] = random.nextInt(2, 10);
            }
            // some of the shortest clips are too short for a texture window
            long[] texture = new long[clip % 31 == 30 ? 0 : nFrames / 6];
            for (int i = 0; i < texture.length; i++) {
                texture[i] = random.nextBoolean() ? label / 2 : random.nextInt(2, 6);
            }
            ClipInput input = ClipInput.of(new ClipTokens(List.of(first, second, texture)));
            clips.add(new LabeledClips.Clip("clip" + clip, input, Set.of("label" + label)));
        }
        return new LabeledClips(clips, STREAMS, List.of("label0", "label1", "label2", "label3"));
    }

    private static float[] unitVectors(int count, int dimensions) {
        SplittableRandom random = new SplittableRandom(dimensions);
        float[] vectors = new float[count * dimensions];
        for (int vector = 0; vector < count; vector++) {
            double squares = 0;
            for (int i = vector * dimensions; i < (vector + 1) * dimensions; i++) {
                vectors[i] = (float) random.nextGaussian();
                squares += vectors[i] * vectors[i];
            }
            for (int i = vector * dimensions; i < (vector + 1) * dimensions; i++) {
                vectors[i] /= (float) Math.sqrt(squares);
            }
        }
        return vectors;
    }

    private static List<String> names(List<StepEmbedding> embeddings) {
        return embeddings.stream().map(StepEmbedding::name).toList();
    }
}
