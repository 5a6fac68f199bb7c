package audiotokens.pipeline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void aValidationRatioThatLeavesASubsetEmptyIsRejected() {
        for (String splitType : List.of("random", "group", "stratified")) {
            for (String ratio : List.of("0", "1")) {
                ConfigurationException exception = assertThrows(
                        ConfigurationException.class,
                        () -> Configuration.of(Map.of("splitType", splitType, "validationRatio", ratio)));
                assertEquals("validationRatio", exception.key());
            }
        }
        Configuration.of(Map.of("splitType", "fold", "validationRatio", "0"));
    }

    @Test
    void mergedTokensOfFamiliesAreRejectedForABagClassifier() {
        Map<String, String> merged =
                Map.of("tokenizerType", "families", "modelType", "bag", "mergedTokens", "30", "pooling", "last");

        ConfigurationException exception = assertThrows(ConfigurationException.class, () -> Configuration.of(merged));
        assertEquals("mergedTokens", exception.key());
        assertTrue(exception.getMessage().contains("it must be 0"), exception.getMessage());
        for (Map.Entry<String, String> validChange : Map.of(
                        "mergedTokens", "0", "tokenizerType", "kmeans", "modelType", "streams")
                .entrySet()) {
            Map<String, String> changed = new HashMap<>(merged);
            changed.put(validChange.getKey(), validChange.getValue());
            Configuration.of(changed);
        }
    }

    @Test
    void defaultsMatchTheOriginalImplementation() {
        Configuration defaults = Configuration.of(Map.of());
        assertEquals(22050, defaults.spectrogram().sampleRate());
        assertEquals(500, defaults.cluster().vocabSize());
        assertEquals(Optional.of(ModelType.LSTM), defaults.model().builtIn());
        assertEquals(1e-4, defaults.training().learningRate());
        assertEquals(4242, defaults.run().seed());
    }

    @Test
    void overridesReplaceKeysOfTheFile() throws IOException {
        Path yaml = write("nMels: 32\nvocabSize: 100\nsegments: [one.csv, two.csv]\n");
        Configuration configuration = Configuration.read(yaml, List.of("vocabSize=200", "audioPath=/a,/b"));
        assertEquals(32, configuration.spectrogram().nMels());
        assertEquals(200, configuration.cluster().vocabSize());
        assertEquals(
                List.of(Path.of("one.csv"), Path.of("two.csv")),
                configuration.dataset().segments());
        assertEquals(
                List.of(Path.of("/a"), Path.of("/b")), configuration.dataset().audioFolders());
    }

    @Test
    void anUnknownKeyIsReportedWithTheFile() throws IOException {
        Path yaml = write("vocabSze: 100\n");
        ConfigurationException exceptionForFile =
                assertThrows(ConfigurationException.class, () -> Configuration.read(yaml, List.of()));
        assertEquals(
                "vocabSze: no such key; the nearest is vocabSize (in " + yaml + ")", exceptionForFile.getMessage());
        ConfigurationException exceptionForOverride = assertThrows(
                ConfigurationException.class,
                () -> Configuration.read(write("nMels: 64\n"), List.of("vocabSize=many")));
        assertTrue(exceptionForOverride.getMessage().startsWith("vocabSize: "), exceptionForOverride.getMessage());
        assertTrue(!exceptionForOverride.getMessage().contains("(in "), exceptionForOverride.getMessage());
    }

    @Test
    void theOutputPathIsNamedAfterTheConfigurationFile() throws IOException {
        assertEquals(
                Path.of("output/tiny"),
                Configuration.read(write(""), List.of()).run().outputPath());
    }

    @Test
    void aConfigurationSurvivesARoundTripThroughYaml() throws IOException {
        Configuration configuration = Configuration.of(Map.of(
                "segments",
                "a.csv,b.csv",
                "outputPath",
                "output/x",
                "learningRate",
                "3e-4",
                "centroidStart",
                "random"));
        assertEquals(configuration, Configuration.read(write(configuration.toYaml()), List.of()));
    }

    @Test
    void relativePathsAreResolvedAgainstTheGivenFolder() {
        Configuration configuration =
                Configuration.of(Map.of("audioPath", "clips,/elsewhere")).resolvedAgainst(Path.of("/project"));
        assertEquals(
                List.of(Path.of("/project/clips"), Path.of("/elsewhere")),
                configuration.dataset().audioFolders());
        assertEquals(Path.of("/project/output/run"), configuration.run().outputPath());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocabSiz=3 | vocabSiz: no such key; the nearest is vocabSize",
                "vocab_size=3 | vocab_size: no such key; the nearest is vocabSize",
                "csv_index_files=a | csv_index_files: no such key; the nearest is segments",
                "vocabSize=1 | vocabSize: 1 is out of range; it must be 2 to 65536",
                "vocabSize=many | vocabSize: 'many' is not a whole number; it must be 2 to 65536",
                "vocabSize=2.5 | vocabSize: '2.5' is not a whole number; it must be 2 to 65536",
                "dropout=NaN | dropout: NaN is out of range; it must be 0 to 0.99",
                "normalize=perhaps | normalize: 'perhaps' is neither true nor false",
                "window=triangle | window: 'triangle' is unknown; it must be one of hann, hamming, blackman, rectangular",
                "kernelSize=2 | kernelSize: 2 is even; it must be an odd number, at least 1",
                "hopLength=1024 | hopLength: 1024 skips samples between windows; it must be 1 to nFft (512)",
                "sequenceDropout=0.5 | sequenceDropout: requires streamFrequencies=added; otherwise it must be 0",
                "labelOutput=softmax,modelType=bag | labelOutput: a bag classifier always computes sigmoid scores; it must be sigmoid",
                "labelOutput=softmax,modelType=my.Model | labelOutput: softmax does not apply to a model of your own, which can be wrapped in SoftmaxOutput; it must be sigmoid",
                "nonsense | nonsense: not of the form key=value",
            })
    void anInvalidOverrideIsRejectedWithTheAllowedValues(String override, String message) throws IOException {
        Path yaml = write("");
        ConfigurationException exception = assertThrows(
                ConfigurationException.class, () -> Configuration.read(yaml, List.of(override.split(","))));
        assertEquals(message, exception.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "cnn,TokenizedSpecDataset,false",
        "lstm,RawSTFTDataset,false",
        "simple,RawSTFTDataset,true",
        "baseline,RawSTFTDataset,false",
        "bert,RawSTFTFlatDataset,true"
    })
    void invalidCombinationsAreRejectedWithTheValidCombinations(String model, String dataset, String embeddings) {
        ConfigurationException exception = assertThrows(
                ConfigurationException.class,
                () -> Configuration.of(
                        Map.of("modelType", model, "datasetType", dataset, "usePrecomputedEmbeddings", embeddings)));
        assertTrue(exception.getMessage().contains("supported are lstm"), exception.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'[1, 2' | is not YAML", "just text | contains no keys", "'nMels: {a: 1}' | nMels"})
    void anInvalidFileIsReportedWithAOneLineMessage(String text, String reason) throws IOException {
        Path yaml = write(text);
        ConfigurationException exception =
                assertThrows(ConfigurationException.class, () -> Configuration.read(yaml, List.of()));
        assertTrue(exception.getMessage().contains(reason), exception.getMessage());
        assertEquals(1, exception.getMessage().lines().count());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("tiny.yaml"), text);
    }
}
