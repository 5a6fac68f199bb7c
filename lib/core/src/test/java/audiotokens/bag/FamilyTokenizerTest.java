package audiotokens.bag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.audio.Waveform;
import audiotokens.family.ClipFeatureExtractor;
import audiotokens.family.ClipFeatures;
import audiotokens.family.FamilyTokenizer;
import audiotokens.family.FeatureCache;
import audiotokens.family.FeatureFamily;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.token.ClipSignal;
import audiotokens.token.ClipTokens;
import audiotokens.token.FitSettings;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import audiotokens.token.TrainingClips;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the families tokenizer, from waveforms to token files and bags. */
class FamilyTokenizerTest {
    private static final SpectrogramOptions MEL = SpectrogramOptions.of();
    private static final List<FeatureFamily> FAMILIES = FeatureFamily.standard();
    private static final FeatureCache CACHE = FeatureCache.inMemory(FAMILIES);
    private static final FamilyTokenizer.Factory FACTORY = new FamilyTokenizer.Factory().withCache(CACHE);
    private static FamilyTokenizer tokenizer;

    @BeforeAll
    static void fit() {
        tokenizer = FACTORY.fit(clips(8), FitSettings.of(MEL, 3));
    }

    /** Two seconds of a pulsed tone in noise. */
    private static Waveform sound(int clip) {
        Random random = new Random(clip);
        float[] samples = new float[2 * 22050];
        for (int i = 0; i < samples.length; i++) {
            double t = i / 22050.0;
            double gain = Math.sin(2 * Math.PI * (2 + clip) * t) > 0 ? 1 : 0.1;
            samples[i] = (float)
                    (0.3 * gain * Math.sin(2 * Math.PI * (200 + 150 * clip) * t) + 0.02 * random.nextGaussian());
        }
        return new Waveform(samples, 22050);
    }

    private static ClipSignal signal(int clip) {
        return ClipSignal.of(new Spectrogram(1, 1, new float[1]), sound(clip));
    }

    private static TrainingClips clips(int count) {
        return new TrainingClips() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public ClipSignal clip(int index) {
                return signal(index);
            }
        };
    }

    @Test
    void eachStepHasItsThreeNearestTokensAndAFlagForTheLoudest25Percent() throws IOException {
        assertEquals(6 * 4 + 5 * 3, tokenizer.streams().size());
        assertEquals(
                List.of("patch-4", "patch-4_second", "patch-4_third", "patch-4_loud"),
                tokenizer.streams().stream().limit(4).map(TokenStream::name).toList());
        TokenStream third = tokenizer.streams().get(2);
        assertEquals("patch-4", third.codebook());
        assertEquals(1.0 / 3, third.weight());
        assertEquals(2 * 256 / 22050.0, third.stepSeconds(), 1e-12);

        ClipTokens tokens = tokenizer.tokenize(signal(0));

        long[] loud = tokens.streams().get(3);
        assertEquals(
                Math.ceilDiv(tokens.firstStream().length, 4),
                Arrays.stream(loud).sum());
        new TokenFiles(tokenizer.streams()).check(tokens);
    }

    @Test
    void bagsFromTokenStreamsMatchBagsFromFeatures() throws IOException {
        ClipFeatures features = new ClipFeatureExtractor(FAMILIES).apply(sound(1));
        ClipBags expected = ClipBags.of(FAMILIES, tokenizer.codebooks().tokenize(features), features.soundSeconds());
        StreamBags streamBags = new StreamBags(tokenizer.streams(), FAMILIES);

        ClipBags bags = streamBags.of(tokenizer.tokenize(signal(1)));

        assertEquals(BagSource.of(FAMILIES), streamBags.sources());
        assertEquals(expected.squareRoots().size(), bags.squareRoots().size());
        for (int bag = 0; bag < expected.squareRoots().size(); bag++) {
            assertArrayEquals(
                    expected.squareRoots().get(bag), bags.squareRoots().get(bag), 1e-6f, "bag " + bag);
        }
        assertEquals(expected.soundSeconds(), bags.soundSeconds(), 0.2, "durations differ by at most one window");
    }

    @Test
    void aCodebookThatBelongsToNoFamilyHasOneBag() {
        StreamBags streamBags = new StreamBags(
                List.of(
                        new TokenStream("a", "words", 3, 0.1, 1),
                        new TokenStream("b", "words", 3, 0.1, 0.5),
                        new TokenStream("other", 2, 0.5)),
                List.of());

        ClipBags bags = streamBags.of(new ClipTokens(List.of(new long[] {0, 0, 2}, new long[] {1, 1, 2}, new long[0])));

        assertEquals(
                List.of("words", "other"),
                streamBags.sources().stream().map(BagSource::name).toList());
        float[] frequencies = {2 / 4.5f, 1 / 4.5f, 1.5f / 4.5f};
        for (int token = 0; token < 3; token++) {
            assertEquals(Math.sqrt(frequencies[token]), bags.squareRoots().getFirst()[token], 1e-6);
        }
        assertArrayEquals(new float[2], bags.squareRoots().get(1), "the bag of a stream without tokens is zero");
        assertEquals(0.3, bags.soundSeconds(), 1e-9);
    }

    @Test
    void aSavedTokenizerGivesTheSameTokens(@TempDir Path folder) throws IOException {
        tokenizer.save(folder);

        FamilyTokenizer loaded = new FamilyTokenizer.Factory().load(folder, MEL);

        assertEquals(tokenizer.streams(), loaded.streams());
        assertEquals(tokenizer.tokenize(signal(2)), loaded.tokenize(signal(2)));
    }

    @Test
    void tokensDependNeitherOnThreadsNorOnTheCache() throws IOException {
        FamilyTokenizer singleThreaded = new FamilyTokenizer.Factory()
                .fit(clips(8), new FitSettings(MEL, 3, 1, audiotokens.work.Progress.silent()));

        assertEquals(tokenizer.tokenize(signal(4)), singleThreaded.tokenize(signal(4)));
        assertTrue(CACHE.size() >= 8);
    }

    @Test
    void tokenVectorsAreCentroids() {
        float[][] vectors = tokenizer.vectors("rhythm").orElseThrow();

        assertEquals(32, vectors[0].length);
        assertEquals(tokenizer.codebooks().codebooks().getLast().vocabularySize(), vectors.length);
        assertEquals(2, tokenizer.vectors("patch-4_loud").orElseThrow().length);
        assertTrue(tokenizer.vectors("no-family").isEmpty());
    }

    @Test
    void tooFewTrainingClipsAreRejectedWithAMessageThatStatesTheRequiredNumber() {
        AudioTokensException exception =
                assertThrows(AudioTokensException.class, () -> FACTORY.fit(clips(1), FitSettings.of(MEL, 3)));

        assertTrue(exception.getMessage().contains("but at least 3 are needed"), exception.getMessage());
    }

    @Test
    void ablationsShowTheContributionOfEachCodebook() {
        List<BagSource> sources =
                List.of(new BagSource("informative", 1, 1, 0.1), new BagSource("constant", 1, 1, 0.1));
        List<ClipBags> clips = IntStream.range(0, 40)
                .mapToObj(clip -> new ClipBags(
                        List.of(clip % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1}, new float[] {0.6f, 0.8f}), 5))
                .toList();
        float[][] targets = IntStream.range(0, 40)
                .mapToObj(clip -> clip % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1})
                .toArray(float[][]::new);

        List<BagTraining.Ablation> ablations =
                new BagTraining(sources, clips, targets).ablations(new double[] {1, 1}, clips, targets);

        assertEquals(
                List.of("", "informative", "constant"),
                ablations.stream().map(BagTraining.Ablation::left).toList());
        assertEquals(1, ablations.get(0).accuracy());
        assertEquals(0.5, ablations.get(1).accuracy(), "the remaining codebook is constant");
        assertEquals(1, ablations.get(2).accuracy());
    }

    @Test
    void sigmoidScoresIncreaseMonotonicallyFrom0To1() {
        float[] scores = BagClassifier.sigmoid(new float[][] {{-0.4f, 0, 0.5f, 1.2f}})[0];

        assertEquals(0.5f, scores[2]);
        for (int i = 1; i < scores.length; i++) {
            assertTrue(scores[i - 1] < scores[i] && scores[i - 1] > 0 && scores[i] < 1);
        }
    }
}
