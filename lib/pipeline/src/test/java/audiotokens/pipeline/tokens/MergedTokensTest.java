package audiotokens.pipeline.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipDecoder;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.evaluation.EvaluationFolder;
import audiotokens.pipeline.inference.SoundModel;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.ClipTokens;
import audiotokens.token.MergedTokenizer;
import audiotokens.token.TokenStream;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the stages and the bundle of a run with {@code mergedTokens}. */
class MergedTokensTest {
    @TempDir
    Path folder;

    private Configuration run(String... overrides) {
        Map<String, String> settings = TinyDemo.settings(folder, 24);
        settings.putAll(Map.of("vocabSize", "20", "mergedTokens", "30", "modelType", "simple", "hiddenSize", "8"));
        Configuration configuration = Configuration.of(settings);
        for (String override : overrides) {
            configuration = configuration.with(Map.of(override.split("=", 2)[0], override.split("=", 2)[1]));
        }
        AllStages.run(configuration);
        return configuration;
    }

    @Test
    void tokensOfARunAreMergedAndCanBeExpanded() throws IOException {
        Configuration configuration = run();
        RunFolder run = RunFolder.of(configuration);
        MergedTokenizer tokenizer = assertInstanceOf(MergedTokenizer.class, RunTokenizer.read(configuration));
        TokenStream stream = RunTokenizer.streams(configuration).getFirst();

        assertEquals(50, stream.vocabularySize());
        assertTrue(Files.exists(run.tokenizer().resolve(MergedTokenizer.MERGES)));
        for (Split subset : Split.values()) {
            for (String id : SplitFile.read(run.split()).ids(subset)) {
                Spectrogram spectrogram = Spectrogram.read(run.spectrogram(subset, id));
                ClipTokens stored = RunTokenizer.files(configuration).read(run.tokenizedAudio(subset), id);
                assertTrue(stored.firstStream().length < spectrogram.nFrames());
                assertEquals(tokenizer.base().tokenize(spectrogram), tokenizer.expand(stored));
            }
        }
    }

    @Test
    void bundleContainsMergesAndReproducesTokens() throws IOException {
        Configuration configuration = run("tokenizerType=residual", "residualLevels=2", "modelType=streams");
        RunFolder run = RunFolder.of(configuration);
        Predictions predictions = PredictionsFile.read(
                EvaluationFolder.of(run).predictions(),
                Metadata.read(configuration).labels());
        String id = predictions.ids().getFirst();
        try (SoundModel model = SoundModel.load(run.model());
                ClipDecoder decoder =
                        new ClipDecoder(configuration, AudioSources.open(configuration, Progress.silent()))) {
            ClipTokens computed = model.tokens(
                            decoder.decode(Metadata.read(configuration).find(id).orElseThrow()))
                    .orElseThrow();
            ClipTokens stored = RunTokenizer.files(configuration).read(run.tokenizedAudio(Split.VALIDATION), id);
            assertEquals(stored, computed);
            assertEquals(RunTokenizer.streams(configuration), model.tokenStreams());
        }
        assertArrayEquals(
                Files.readAllBytes(run.tokenizer().resolve(MergedTokenizer.MERGES)),
                Files.readAllBytes(new RunFolder(run.model()).tokenizer().resolve(MergedTokenizer.MERGES)));
    }
}
