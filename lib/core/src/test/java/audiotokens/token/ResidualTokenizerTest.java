package audiotokens.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.cluster.ClusterOptions;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.spectrogram.SpectrogramOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidualTokenizerTest {
    private static final SpectrogramOptions MEL = SpectrogramOptions.of("nMels=16");
    private static final ClusterOptions OPTIONS = ClusterOptions.of("vocabSize=8");

    private final List<Spectrogram> clips = SyntheticSpectrograms.make(4, 50, 2);

    @TempDir
    Path folder;

    private ResidualTokenizer fit(int nLevels) throws IOException {
        return new ResidualTokenizer.Factory(OPTIONS, nLevels).fit(TrainingClips.of(clips), FitSettings.of(MEL, 3));
    }

    @Test
    void thereIsOneStreamPerLevelWithEqualStepsAndLengths() throws IOException {
        ResidualTokenizer tokenizer = fit(3);
        assertEquals(
                List.of(
                        new TokenStream("level0", 8, 128 / 22050.0),
                        new TokenStream("level1", 8, 128 / 22050.0),
                        new TokenStream("level2", 8, 128 / 22050.0)),
                tokenizer.streams());
        ClipTokens tokens = tokenizer.tokenize(clips.getFirst());
        assertEquals(3, tokens.streams().size());
        tokens.streams().forEach(stream -> assertEquals(50, stream.length));
    }

    @Test
    void theFirstLevelGivesTheTokensOfTheKMeansTokenizer() throws IOException {
        ResidualTokenizer residual = fit(2);
        KMeansTokenizer kMeans = KMeansTokenizer.fit(clips, OPTIONS, FitSettings.of(MEL, 3));
        for (Spectrogram clip : clips) {
            assertArrayEquals(
                    kMeans.tokenize(clip).firstStream(), residual.tokenize(clip).firstStream());
        }
    }

    @Test
    void eachLevelReducesTheReconstructionError() throws IOException {
        ResidualTokenizer tokenizer = fit(4);
        double previousSquaredError = Double.POSITIVE_INFINITY;
        for (int nLevels = 1; nLevels <= 4; nLevels++) {
            double squaredError = 0;
            for (Spectrogram clip : clips) {
                List<long[]> streams = tokenizer.tokenize(clip).streams();
                Spectrogram reconstructed = tokenizer
                        .reconstruct(new ClipTokens(streams.subList(0, nLevels)))
                        .orElseThrow();
                squaredError += Math.pow(TokenSpectra.error(clip, reconstructed), 2);
            }
            assertTrue(
                    squaredError < 0.95 * previousSquaredError,
                    nLevels + " levels: squared error " + squaredError + ", one level fewer: " + previousSquaredError);
            previousSquaredError = squaredError;
        }
    }

    @Test
    void aLoadedTokenizerGivesTheSameTokensAndSpectrograms() throws IOException {
        ResidualTokenizer fitted = fit(3);
        fitted.save(folder);
        ResidualTokenizer loaded = new ResidualTokenizer.Factory(OPTIONS, 3).load(folder, MEL);
        assertEquals(fitted.streams(), loaded.streams());
        for (Spectrogram clip : clips) {
            ClipTokens tokens = fitted.tokenize(clip);
            assertEquals(tokens, loaded.tokenize(clip));
            assertArrayEquals(
                    fitted.reconstruct(tokens).orElseThrow().values(),
                    loaded.reconstruct(tokens).orElseThrow().values());
        }
    }

    @Test
    void aMissingFileOfALevelIsNamed() throws IOException {
        fit(2).save(folder);
        Files.delete(folder.resolve("centroids_1.npy"));
        IOException missing =
                assertThrows(IOException.class, () -> new ResidualTokenizer.Factory(OPTIONS, 2).load(folder, MEL));
        assertTrue(missing.getMessage().contains("centroids_1.npy"), missing.getMessage());
    }
}
