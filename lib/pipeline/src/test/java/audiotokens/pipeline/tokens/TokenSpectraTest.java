package audiotokens.pipeline.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.NpyFile;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.clusters.ClusterReport;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.TokenSpectra;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSpectraTest {
    @TempDir
    Path folder;

    @Test
    void tokensAreReconstructedAsTheirSpectra() {
        TokenSpectra spectra = new TokenSpectra(2, new float[] {1, 2, 3, 4}, new long[] {1, 1});
        Spectrogram reconstructed = spectra.reconstruct(new long[] {1, 0, 1});
        assertArrayEquals(new float[] {3, 1, 3, 4, 2, 4}, reconstructed.values());
        assertEquals(0, TokenSpectra.error(reconstructed, reconstructed));
        assertEquals(
                Math.sqrt(8 / 6.0), TokenSpectra.error(reconstructed, spectra.reconstruct(new long[] {1, 1, 1})), 1e-9);
    }

    @Test
    void aLargerVocabularyReducesTheErrorAndProfilesCountEveryToken() throws IOException {
        double smallVocabularyError = reconstructionError(3, folder.resolve("few"));
        double largeVocabularyError = reconstructionError(40, folder.resolve("many"));
        assertTrue(
                largeVocabularyError < smallVocabularyError,
                largeVocabularyError + " dB against " + smallVocabularyError + " dB");
    }

    private static double reconstructionError(int vocabularySize, Path subfolder) throws IOException {
        Files.createDirectory(subfolder);
        Configuration configuration = new TinyCorpus(subfolder).addTones(8).configure("vocabSize=" + vocabularySize);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        ClusterReport clusters = new ClusterCreator(configuration).run(Progress.silent());
        TokenReport report = new SpecTokenizer(configuration).run(Progress.silent());
        LabelProfiles profiles = LabelProfiles.of(configuration);
        assertArrayEquals(report.statistics().counts(), profiles.overallCounts());
        LabelProfiles.Profile profile = profiles.profiles().getFirst();
        assertEquals(6, profile.clips());
        assertEquals(1, Arrays.stream(profile.frequencies()).sum(), 1e-9);
        assertEquals(2, profiles.characteristicTokens(profile, 2).size());
        TokenSpectra spectra = MeasuredSpectra.of(configuration, clusters.codebook(), 100, Progress.silent());
        assertEquals(report.statistics().counts()[1], spectra.count(1));
        RunFolder run = RunFolder.of(configuration);
        return TokenSpectra.error(
                Spectrogram.read(run.spectrogram(Split.TRAIN, "tone0")),
                spectra.reconstruct(NpyFile.readLongs(run.tokens(Split.TRAIN, "tone0"))));
    }
}
