package audiotokens.pipeline.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.WavFile;
import audiotokens.file.NpyFile;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.clusters.ClusterReport;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.spectrograms.SpectrogramReport;
import audiotokens.spectrogram.Spectrogram;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs stages 2, 3 and 4 on synthetic clips and checks their files, which later stages and other programs read. */
class SignalStagesTest {
    @TempDir
    Path folder;

    @Test
    void spectrogramsAndTokensHaveTheDocumentedShapes() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        SpectrogramReport spectrograms = new SpectrogramGenerator(configuration).run(Progress.silent());
        assertEquals(6, spectrograms.trainClips());
        assertEquals(2, spectrograms.validationClips());
        assertEquals(8 * 63, spectrograms.frames());
        ClusterReport clusters = new ClusterCreator(configuration).run(Progress.silent());
        assertEquals(20, clusters.objective().length);
        assertEquals(6 * 63, clusters.frames());
        assertEquals(6 * 63, Arrays.stream(clusters.sizes()).sum());
        assertEquals(10, clusters.codebook().projection().length);
        TokenReport tokens = new SpecTokenizer(configuration).run(Progress.silent());
        assertEquals(6, tokens.trainClips());
        assertEquals(2, tokens.validationClips());
        assertEquals(6 * 63, tokens.statistics().nTokens());

        RunFolder run = RunFolder.of(configuration);
        assertArrayEquals(new int[] {10, 16}, NpyFile.readShape(run.centroids(), 2));
        Spectrogram spectrogram = Spectrogram.read(run.spectrogram(Split.VALIDATION, "tone3"));
        assertEquals(16, spectrogram.nMels());
        assertArrayEquals(
                clusters.codebook().tokenize(spectrogram), NpyFile.readLongs(run.tokens(Split.VALIDATION, "tone3")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "useConvolution=true",
                "patchFrames=4",
                "patchFrames=4,whitenComponents=12",
                "whitenComponents=8,normalizeFrames=false",
                "useConvolution=true,patchFrames=3,whitenComponents=20,spherical=true"
            })
    void clusteringAndTokenizationUseTheSameFeatures(String overrides) throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(4).configure(overrides.split(","));
        new SpectrogramGenerator(configuration).run(Progress.silent());
        ClusterReport clusters = new ClusterCreator(configuration).run(Progress.silent());
        long[] counts = new SpecTokenizer(configuration)
                .run(Progress.silent())
                .statistics()
                .counts();
        assertEquals(3 * 63, Arrays.stream(counts).sum());
        assertTrue(Arrays.stream(counts).filter(count -> count > 0).count() > 5, Arrays.toString(counts));
        assertEquals(10, clusters.codebook().vocabularySize());
        RunFolder run = RunFolder.of(configuration);
        for (String id : List.of("tone0", "tone1", "tone2")) {
            Spectrogram spectrogram = Spectrogram.read(run.spectrogram(Split.TRAIN, id));
            assertArrayEquals(
                    clusters.codebook().tokenize(spectrogram), NpyFile.readLongs(run.tokens(Split.TRAIN, id)), id);
        }
    }

    @Test
    void unusableClipsAreReportedAndTheOthersAreUsed() throws IOException {
        double[] notANumber = new double[8000];
        notANumber[77] = Double.NaN;
        Configuration configuration = new TinyCorpus(folder)
                .addTones(8)
                .add("empty", new byte[0])
                .add("text", "no audio".getBytes(StandardCharsets.UTF_8))
                .add("nan", WavFile.encode(WavFile.Type.FLOAT32, 8000, 1, notANumber))
                .add("brief", WavFile.encode(WavFile.Type.INT16, 8000, 1, new double[255]))
                .add("one", WavFile.encode(WavFile.Type.INT16, 8000, 1, 0.5))
                .addMissing("missing")
                .configure();
        SpectrogramReport report = new SpectrogramGenerator(configuration).run(Progress.silent());
        assertEquals(8, report.trainClips() + report.validationClips());
        assertEquals(6, report.problems().size());
        assertTrue(reason(report, "nan").contains("NaN"));
        assertTrue(reason(report, "brief").contains("too short"));
        assertTrue(reason(report, "missing").contains("missing"));
    }

    @Test
    void aClipWithoutTokensIsNotCountedAsATrainingClip() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        RunFolder run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        Files.writeString(run.spectrogram(Split.TRAIN, "tone1"), "damaged");
        new SpecTokenizer(configuration).run(Progress.silent());
        JsonNode clips =
                JsonMapper.shared().readTree(Files.readString(run.summary())).get("clips");
        assertEquals(JsonMapper.shared().readTree("{\"train\": 5, \"validation\": 2, \"skipped\": 1}"), clips);
    }

    @Test
    void silenceAndConstantsHaveADefinedNormalization() throws IOException {
        double[] constant = new double[8000];
        Arrays.fill(constant, 0.5);
        for (String key : new String[] {"normalize", "normalizeCorpus"}) {
            Path subfolder = Files.createDirectory(folder.resolve(key));
            Configuration configuration = new TinyCorpus(subfolder)
                    .add("silent", WavFile.encode(WavFile.Type.INT16, 8000, 1, new double[8000]))
                    .add("constant", WavFile.encode(WavFile.Type.INT16, 8000, 1, constant))
                    .configure(key + "=true");
            assertEquals(
                    2,
                    new SpectrogramGenerator(configuration)
                            .run(Progress.silent())
                            .trainClips());
            for (String id : new String[] {"silent", "constant"}) {
                for (float value : Spectrogram.read(RunFolder.of(configuration).spectrogram(Split.TRAIN, id))
                        .values()) {
                    assertTrue(Float.isFinite(value));
                }
            }
        }
        Spectrogram silent = Spectrogram.read(folder.resolve("normalize/output/spectrograms/train/silent.npy"));
        assertEquals(0, silent.at(3, 3));
    }

    @Test
    void corpusNormalizationGivesMeanZeroAndStandardDeviationOneHalf() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(6).configure("normalizeCorpus=true");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i : new int[] {0, 1, 2, 4, 5}) {
            for (float value : Spectrogram.read(RunFolder.of(configuration).spectrogram(Split.TRAIN, "tone" + i))
                    .values()) {
                sum += value;
                squares += value * value;
                count++;
            }
        }
        assertEquals(0, sum / count, 1e-4);
        assertEquals(0.25, squares / count, 1e-4);
    }

    @Test
    void aStageComputesOnlyMissingFiles() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        RunFolder run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        byte[] complete = Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone1"));
        Files.delete(run.stageRecords().resolve("spectrograms.json"));
        Files.delete(run.spectrogram(Split.TRAIN, "tone1"));
        SpectrogramReport secondReport = new SpectrogramGenerator(configuration).run(Progress.silent());
        assertEquals(6, secondReport.trainClips());
        assertArrayEquals(complete, Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone1")));
        Files.delete(run.spectrogram(Split.TRAIN, "tone1"));
        assertEquals(
                secondReport.frames(),
                new SpectrogramGenerator(configuration).run(Progress.silent()).frames());
        assertArrayEquals(complete, Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone1")));
    }

    @Test
    void deletedFilesOfFinishedStagesAreRecomputed() throws IOException {
        Configuration configuration =
                new TinyCorpus(folder).addTones(8).configure("whitenComponents=8", "useConvolution=true");
        RunFolder run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(Progress.silent());
        for (Path file : List.of(run.centroids(), run.tokens(Split.VALIDATION, "tone3"))) {
            byte[] complete = Files.readAllBytes(file);
            Files.delete(file);
            new ClusterCreator(configuration).run(Progress.silent());
            new SpecTokenizer(configuration).run(Progress.silent());
            assertArrayEquals(complete, Files.readAllBytes(file), file.toString());
        }
    }

    @Test
    void aDamagedSpectrogramIsRecomputed() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        RunFolder run = RunFolder.of(configuration);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        byte[] complete = Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone1"));
        Files.delete(run.spectrogram(Split.TRAIN, "tone0"));
        Files.write(run.spectrogram(Split.TRAIN, "tone1"), new byte[0]);
        Files.write(run.spectrogram(Split.TRAIN, "tone2"), Arrays.copyOf(complete, complete.length / 2));
        SpectrogramReport secondReport = new SpectrogramGenerator(configuration).run(Progress.silent());
        assertEquals(8 * 63, secondReport.frames());
        assertEquals(0, secondReport.problems().size());
        assertArrayEquals(complete, Files.readAllBytes(run.spectrogram(Split.TRAIN, "tone1")));
        assertEquals(63, Spectrogram.read(run.spectrogram(Split.TRAIN, "tone2")).nFrames());
    }

    @Test
    void aTokenOutsideTheVocabularyIsReportedWithItsFile() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        Path file = RunFolder.of(configuration).tokens(Split.TRAIN, "tone1");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        NpyFile.write(file, new long[] {3, 10}, 2);
        StageException exception =
                assertThrows(StageException.class, () -> new SpecTokenizer(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().contains(file.toString()), exception.getMessage());
        assertTrue(exception.getMessage().contains("vocabSize"), exception.getMessage());
    }

    @Test
    void changedSpectrogramsAreTokenizedAgain() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(8).configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        Files.delete(RunFolder.of(configuration).stageRecords().resolve("clusters.json"));
        assertEquals(
                6 * 63,
                new SpecTokenizer(configuration)
                        .run(Progress.silent())
                        .statistics()
                        .nTokens());
        Configuration longerHop = configuration.with(Map.of("hopLength", "256"));
        new SpectrogramGenerator(longerHop).run(Progress.silent());
        assertEquals(
                6 * 32,
                new SpecTokenizer(longerHop).run(Progress.silent()).statistics().nTokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hopLength,spectrograms", "nMels,spectrograms", "vocabSize,clusters", "seed,dataset"})
    void filesThatAnEarlierStageComputedWithADifferentValueOfAKeyAreRejected(String keyAndStage) throws IOException {
        String key = keyAndStage.split(",", 2)[0];
        String stage = keyAndStage.split(",", 2)[1];
        Configuration configuration = new TinyCorpus(folder).addTones(4).configure();
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        Configuration changed = configuration.with(Map.of(key, "17"));
        StageException exception =
                assertThrows(StageException.class, () -> new SpecTokenizer(changed).run(Progress.silent()));
        assertTrue(exception.getMessage().contains(" were computed with " + key + "="), exception.getMessage());
        assertTrue(exception.getMessage().endsWith("run the " + stage + " notebook first"), exception.getMessage());
    }

    @Test
    void fewerFramesThanVocabSizeAreRejected() throws IOException {
        Configuration configuration = new TinyCorpus(folder).addTones(2).configure("vocabSize=1000");
        new SpectrogramGenerator(configuration).run(Progress.silent());
        StageException exception =
                assertThrows(StageException.class, () -> new ClusterCreator(configuration).run(Progress.silent()));
        assertTrue(exception.getMessage().contains("vocabSize"), exception.getMessage());
    }

    private static String reason(SpectrogramReport report, String id) {
        return report.problems().stream()
                .filter(problem -> problem.id().equals(id))
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
