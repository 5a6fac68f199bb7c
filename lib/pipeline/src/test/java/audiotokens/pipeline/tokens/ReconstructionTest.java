package audiotokens.pipeline.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.Waveform;
import audiotokens.cluster.Codebook;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.token.KMeansTokenizer;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconstructionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"normalize=false", "normalize=true", "normalizeCorpus=true", "patchFrames=4"})
    void reconstructionsAreInDecibelsForEveryNormalization(String override) throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure(override, "vocabSize=60");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        Codebook codebook =
                new ClusterCreator(configuration).run(Progress.silent()).codebook();
        KMeansTokenizer tokenizer = new KMeansTokenizer(
                        codebook, configuration.spectrogram().secondsPerFrame())
                .withSpectra(MeasuredSpectra.of(configuration, codebook, 100, Progress.silent()));
        float[] samples = new float[8000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * i / 8000) + 0.05 * Math.sin(1.7 * i * i));
        }
        Reconstruction reconstruction = Reconstruction.of(configuration, tokenizer, new Waveform(samples, 8000));
        assertEquals(63, reconstruction.reconstructed().nFrames());
        assertEquals(62 * 128, reconstruction.tokenAudio().samples().length);
        assertTrue(
                reconstruction.resynthesisError() < 6, "resynthesized: " + reconstruction.resynthesisError() + " dB");
        assertTrue(
                reconstruction.tokenError() > 0 && reconstruction.tokenError() < 15,
                "from tokens: " + reconstruction.tokenError() + " dB");
    }
}
