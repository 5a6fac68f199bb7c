package audiotokens.pipeline.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.cluster.Codebook;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.clusters.RunCodebook;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.token.TokenSpectra;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecTokenizerTest {
    @TempDir
    Path folder;

    private Configuration configuration;
    private RunFolder run;

    @BeforeEach
    void runUpToTokens() throws IOException {
        configuration = new TinyCorpus(folder).addTones(8).configure("vocabSize=20");
        run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(Progress.silent());
    }

    @Test
    void aDamagedTokenFileIsRecomputed() throws IOException {
        byte[] complete = Files.readAllBytes(run.tokens(Split.TRAIN, "tone0"));
        Files.write(run.tokens(Split.TRAIN, "tone0"), Arrays.copyOf(complete, complete.length / 2));
        byte[] deleted = Files.readAllBytes(run.tokens(Split.TRAIN, "tone1"));
        Files.delete(run.tokens(Split.TRAIN, "tone1"));
        TokenReport report = new SpecTokenizer(configuration).run(Progress.silent());
        assertEquals(0, report.problems().size());
        assertArrayEquals(complete, Files.readAllBytes(run.tokens(Split.TRAIN, "tone0")));
        assertArrayEquals(deleted, Files.readAllBytes(run.tokens(Split.TRAIN, "tone1")));
    }

    @Test
    void tokensOfAnotherVocabularyAreRejected() throws IOException {
        NpyFile.write(run.tokens(Split.TRAIN, "tone0"), new long[] {20}, 1);
        Files.delete(run.tokens(Split.TRAIN, "tone1"));
        StageException exception =
                assertThrows(StageException.class, () -> new SpecTokenizer(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().contains("has the token 20"), exception.getMessage());
    }

    @Test
    void tokenSpectraDoNotDependOnTheThreadCount() {
        Codebook codebook = RunCodebook.read(configuration);
        TokenSpectra singleThreaded = spectra(codebook, "1");
        for (int repeat = 0; repeat < 5; repeat++) {
            TokenSpectra parallel = spectra(codebook, "4");
            for (int token = 0; token < 20; token++) {
                assertArrayEquals(singleThreaded.spectrum(token), parallel.spectrum(token));
            }
        }
    }

    private TokenSpectra spectra(Codebook codebook, String threads) {
        Configuration threaded = configuration.with(Map.of("threads", threads));
        return MeasuredSpectra.of(threaded, codebook, 100, Progress.silent());
    }
}
