package elsewhere;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.NpyFile;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.dataset.DatasetReport;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.tokens.TokenReport;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.token.TokenizerFactory;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a tokenizer and a source from a package unknown to the library, using only its public interface. */
class CustomTokenizerAndSourceTest {
    private static final Progress PROGRESS = Progress.silent();

    @TempDir
    Path folder;

    private Configuration configuration(String output, String... overrides) {
        Map<String, String> settings = new TreeMap<>(Map.ofEntries(
                Map.entry("sourceType", "elsewhere.Sweeps"),
                Map.entry("tokenizerType", "elsewhere.SignTokenizer"),
                Map.entry("ontology", folder.resolve("none.json").toString()),
                Map.entry("outputPath", folder.resolve(output).toString()),
                Map.entry("splitType", "stratified"),
                Map.entry("validationRatio", "0.25"),
                Map.entry("sampleRate", "8000"),
                Map.entry("nMels", "16"),
                Map.entry("threads", "2"),
                Map.entry("lstmEmbedDim", "16"),
                Map.entry("lstmHiddenDim", "16"),
                Map.entry("batchSize", "4"),
                Map.entry("learningRate", "0.01"),
                Map.entry("epochs", "2")));
        for (String override : overrides) {
            String[] keyAndValue = override.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        return Configuration.of(settings);
    }

    @Test
    void classesNamedInTheConfigurationAreUsed() throws IOException {
        Configuration configuration = configuration("run");
        DatasetReport dataset = new DatasetSplitter(configuration).run(PROGRESS);
        assertEquals(Map.of("Sweeps", 24), dataset.clipsBySource());
        assertEquals(
                List.of("falling", "rising"),
                dataset.labelCounts().stream()
                        .map(count -> count.label().name())
                        .sorted()
                        .toList());
        TokenReport report = RunToTokens.run(configuration);
        assertEquals(18, report.trainClips());
        assertEquals(6, report.validationClips());
        assertEquals(256, report.statistics().counts().length);

        RunFolder run = RunFolder.of(configuration);
        assertFalse(Files.exists(run.centroids()));
        String id = firstClip(run);
        Spectrogram spectrogram = Spectrogram.read(run.spectrogram(Split.TRAIN, id));
        long[] tokens = NpyFile.readLongs(run.tokens(Split.TRAIN, id));
        assertEquals(spectrogram.nFrames(), tokens.length);
        assertEquals(spectrogram.at(4, 30) > spectrogram.at(3, 30), (tokens[30] >> 3 & 1) == 1);

        TrainingReport training = new ModelTrainer(configuration).run(PROGRESS);
        assertEquals(18, training.trainClips());
        assertEquals(2, training.epochs().size());
        assertTrue(training.epochs().getLast().trainLoss() < Math.log(2), "not better than chance");
    }

    private static String firstClip(RunFolder run) throws IOException {
        try (Stream<Path> files = Files.list(run.spectrograms(Split.TRAIN))) {
            return files.map(file -> file.getFileName().toString().replace(".npy", ""))
                    .min(String::compareTo)
                    .orElseThrow();
        }
    }

    @Test
    void objectsGiveTheSameTokensAsNamedClasses() throws IOException {
        RunToTokens.run(configuration("named"));
        AudioSources.register("MySweeps", Sweeps::new);
        TokenizerFactory signs = TokenizerFactory.withoutTraining("signs", SignTokenizer.Signs::new);
        Configuration configuration = configuration("passed", "sourceType=MySweeps", "tokenizerType=kmeans");
        new DatasetSplitter(configuration).run(PROGRESS);
        new SpectrogramGenerator(configuration).run(PROGRESS);
        new ClusterCreator(configuration, signs).run(PROGRESS);
        new SpecTokenizer(configuration, signs).run(PROGRESS);
        assertSameFiles(tokenAndSpectrogramFiles("named"), tokenAndSpectrogramFiles("passed"), 24);
        assertEquals(
                256,
                new SpecTokenizer(configuration, signs)
                        .run(PROGRESS)
                        .statistics()
                        .counts()
                        .length,
                "a finished stage returns the same report");
    }

    private Map<String, byte[]> tokenAndSpectrogramFiles(String output) throws IOException {
        Map<String, byte[]> files = files(folder.resolve(output).resolve("tokenized_audio"));
        files.putAll(files(folder.resolve(output).resolve("spectrograms")));
        return files;
    }

    private static Map<String, byte[]> files(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(root.getFileName() + "/" + root.relativize(file), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void assertSameFiles(Map<String, byte[]> expected, Map<String, byte[]> actual, int minFiles) {
        assertTrue(expected.size() >= minFiles, expected.keySet().toString());
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertTrue(Arrays.equals(bytes, actual.get(name)), name));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"elsewhere.SignTokenizer", "elsewhere.LevelTokenizer", "residual"})
    void aRunKilledRepeatedlyWritesTheSameFiles(String tokenizerType) throws Exception {
        String[] overrides = {"tokenizerType=" + tokenizerType, "vocabSize=20", "residualLevels=2"};
        Configuration uninterrupted = configuration("unbroken", overrides);
        long start = System.nanoTime();
        assertEquals(0, startRun(uninterrupted).waitFor());
        long uninterruptedMillis = (System.nanoTime() - start) / 1_000_000;
        Configuration killed = configuration("killed", overrides);
        Random random = new Random(42);
        for (int kill = 0; kill < 3; kill++) {
            Process process = startRun(killed);
            if (!process.waitFor(
                    random.nextLong(uninterruptedMillis / 2, uninterruptedMillis), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        assertEquals(0, startRun(killed).waitFor());
        assertSameFiles(tokenAndSpectrogramFiles("unbroken"), tokenAndSpectrogramFiles("killed"), 48);
        assertSameFiles(files(folder.resolve("unbroken/tokenizer")), files(folder.resolve("killed/tokenizer")), 1);
    }

    private Process startRun(Configuration configuration) throws IOException {
        Path yaml = folder.resolve(RunFolder.of(configuration).path().getFileName() + ".yaml");
        Files.writeString(yaml, configuration.toYaml());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        // short runs need no C2, and without C2 the Vector API is slow
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunToTokens.class.getName(),
                        yaml.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @Test
    void streamsWithDifferentHopsAreWrittenToSeparateFiles() throws IOException {
        Configuration configuration = configuration("levels", "tokenizerType=elsewhere.LevelTokenizer");
        TokenReport report = RunToTokens.run(configuration);
        Path train = RunFolder.of(configuration).tokenizedAudio(Split.TRAIN);
        String id = firstClip(RunFolder.of(configuration));
        assertArrayEquals(new long[] {1, 0}, NpyFile.readLongs(train.resolve("long/" + id + ".npy")));
        long[] shortSteps = NpyFile.readLongs(train.resolve("short/" + id + ".npy"));
        assertEquals(20, shortSteps.length);
        assertEquals(10, Arrays.stream(shortSteps).sum());
        assertArrayEquals(new long[] {180, 180}, report.statistics().counts());
        assertArrayEquals(
                new long[] {18, 18}, report.otherStreamStatistics().getFirst().counts());
    }

    @Test
    void onlyClipsWithMissingFilesAreRecomputed() throws IOException {
        Configuration configuration = configuration("lost", "tokenizerType=elsewhere.LevelTokenizer");
        RunToTokens.run(configuration);
        Path train = RunFolder.of(configuration).tokenizedAudio(Split.TRAIN);
        String id = firstClip(RunFolder.of(configuration));
        Path deleted = train.resolve("long/" + id + ".npy");
        byte[] complete = Files.readAllBytes(deleted);
        FileTime oldTime = FileTime.fromMillis(1_000_000);
        try (Stream<Path> files = Files.list(train.resolve("short"))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, oldTime);
            }
        }
        Files.delete(deleted);
        RunToTokens.run(configuration);
        assertArrayEquals(complete, Files.readAllBytes(deleted));
        try (Stream<Path> files = Files.list(train.resolve("short"))) {
            assertEquals(
                    List.of(id + ".npy"),
                    files.filter(file -> !modificationTime(file).equals(oldTime))
                            .map(file -> file.getFileName().toString())
                            .toList());
        }
    }

    private static FileTime modificationTime(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTokenizerOtherThanTheFittedOneIsRejected() {
        Configuration configuration = configuration("other");
        RunToTokens.run(configuration);
        TokenizerFactory otherTokenizer = TokenizerFactory.withoutTraining("mine", SignTokenizer.Signs::new);
        StageException exception = assertThrows(
                StageException.class, () -> new SpecTokenizer(configuration, otherTokenizer).run(PROGRESS));
        assertTrue(exception.getMessage().contains("is 'SignTokenizer', not 'mine'"), exception.getMessage());
    }

    @Test
    void anUnusableClassNameIsReportedWithItsKey() {
        assertMessage(
                "tokenizerType: 'kmens' is unknown; it must be one of kmeans, residual, families, or",
                "tokenizerType=kmens");
        assertMessage("tokenizerType: there is no class my.Tokenizer", "tokenizerType=my.Tokenizer");
        assertMessage("tokenizerType: elsewhere.Sweeps does not implement", "tokenizerType=elsewhere.Sweeps");
        assertMessage("sourceType: 'tre' is unknown; it must be one of demo, tree, tar", "sourceType=tre");
        assertMessage("sourceType: there is no class Sweeps", "sourceType=Sweeps");
    }

    private void assertMessage(String expected, String override) {
        ConfigurationException exception =
                assertThrows(ConfigurationException.class, () -> RunToTokens.run(configuration("refused", override)));
        assertTrue(exception.getMessage().startsWith(expected), exception.getMessage());
    }
}
