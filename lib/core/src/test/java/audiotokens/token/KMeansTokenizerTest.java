package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.cluster.ClusterOptions;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTokenizerTest {
    private static final SpectrogramOptions MEL = SpectrogramOptions.of("nMels=16", "hopLength=100");

    private final List<Spectrogram> clips = SyntheticSpectrograms.make(4, 50, 1);

    @TempDir
    Path folder;

    @Test
    void theTokenOfAFrameIsTheIndexOfItsNearestUnitNormCentroid() {
        KMeansTokenizer tokenizer = KMeansTokenizer.fit(clips, 10, 7);
        assertEquals(10, tokenizer.vocabularySize());
        float[][] centroids = tokenizer.vectors("frames").orElseThrow();
        for (float[] centroid : centroids) {
            assertEquals(1, norm(centroid), 1e-5);
        }
        Spectrogram clip = clips.get(2);
        long[] tokens = tokenizer.tokenize(clip).firstStream();
        assertEquals(50, tokens.length);
        for (int frame = 0; frame < tokens.length; frame++) {
            float[] normalized = new float[16];
            for (int mel = 0; mel < 16; mel++) {
                normalized[mel] = clip.at(mel, frame);
            }
            double norm = norm(normalized);
            for (int mel = 0; mel < 16; mel++) {
                normalized[mel] /= (float) norm;
            }
            double distance = distance(normalized, centroids[(int) tokens[frame]]);
            for (float[] other : centroids) {
                assertTrue(distance <= distance(normalized, other) + 1e-5, "frame " + frame);
            }
        }
    }

    @Test
    void theSameClipsAndSeedGiveTheSameCentroidsOnAnyNumberOfThreads() {
        ClusterOptions options = ClusterOptions.of("vocabSize=12");
        float[][] centroids = fit(options, 5, 1);
        assertArrayEquals(centroids, fit(options, 5, 3));
        assertTrue(!Arrays.deepEquals(centroids, fit(options, 6, 1)), "a different seed gives different centroids");
    }

    private float[][] fit(ClusterOptions options, long seed, int threads) {
        return KMeansTokenizer.fit(clips, options, new FitSettings(MEL, seed, threads, Progress.silent()))
                .vectors(KMeansTokenizer.STREAM)
                .orElseThrow();
    }

    @Test
    void theStepOfTheStreamIsTheHopOfTheSpectrograms() {
        TokenStream stream = KMeansTokenizer.fit(clips, ClusterOptions.of("vocabSize=3"), FitSettings.of(MEL, 1))
                .streams()
                .getFirst();
        assertEquals(new TokenStream("frames", 3, 100 / 22050.0), stream);
    }

    @ParameterizedTest
    @ValueSource(strings = {"niter=20", "useConvolution=true", "patchFrames=3", "patchFrames=2,whitenComponents=6"})
    void aLoadedTokenizerGivesTheSameTokens(String options) throws IOException {
        ClusterOptions clusterOptions = ClusterOptions.of(("vocabSize=9," + options).split(","));
        KMeansTokenizer fitted = KMeansTokenizer.fit(clips, clusterOptions, FitSettings.of(MEL, 3));
        fitted.save(folder);
        KMeansTokenizer loaded = new KMeansTokenizer.Factory(clusterOptions).load(folder, MEL);
        assertEquals(fitted.streams(), loaded.streams());
        for (Spectrogram clip : clips) {
            assertEquals(fitted.tokenize(clip), loaded.tokenize(clip));
        }
    }

    @Test
    void aReconstructedFrameIsTheMeanOfTheTrainingFramesWithItsToken() {
        KMeansTokenizer tokenizer = KMeansTokenizer.fit(clips, 8, 1);
        ClipTokens tokens = tokenizer.tokenize(clips.getFirst());
        Spectrogram reconstructed = tokenizer.reconstruct(tokens).orElseThrow();
        assertEquals(50, reconstructed.nFrames());
        long token = tokens.firstStream()[17];
        double sum = 0;
        int count = 0;
        for (Spectrogram clip : clips) {
            long[] clipTokens = tokenizer.tokenize(clip).firstStream();
            for (int frame = 0; frame < clipTokens.length; frame++) {
                if (clipTokens[frame] == token) {
                    sum += clip.at(5, frame);
                    count++;
                }
            }
        }
        assertEquals(sum / count, reconstructed.at(5, 17), 1e-4);
    }

    @Test
    void fewerFramesThanCentroidsAreRejectedWithAMessageThatStatesBothNumbers() {
        AudioTokensException exception =
                assertThrows(AudioTokensException.class, () -> KMeansTokenizer.fit(clips, 201, 1));
        assertTrue(exception.getMessage().contains("200 frames, fewer than vocabSize (201)"), exception.getMessage());
    }

    @Test
    void aSpectrogramWithADifferentNumberOfBandsIsRejected() {
        KMeansTokenizer tokenizer = KMeansTokenizer.fit(clips, 4, 1);
        Spectrogram fifteenBands = new Spectrogram(15, 2, new float[30]);
        assertThrows(IllegalArgumentException.class, () -> tokenizer.tokenize(fifteenBands));
    }

    private static double norm(float[] vector) {
        return Math.sqrt(distance(vector, new float[vector.length]));
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
