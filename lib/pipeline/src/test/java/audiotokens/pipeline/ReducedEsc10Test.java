package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import audiotokens.audio.AudioDecoder;
import audiotokens.audio.EncodedAudio;
import audiotokens.audio.FlacEncoder;
import audiotokens.audio.Waveform;
import audiotokens.file.NpyFile;
import audiotokens.metrics.LabelScore;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.training.TrainingReport;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs all stages, from real recordings to mAP, without Jupyter on 15 clips of each label of ESC-10. */
class ReducedEsc10Test {
    private static final Path DATA =
            Path.of("../../../shared/data").toAbsolutePath().normalize();
    private static final int CLIPS_PER_LABEL = 15;

    @TempDir
    static Path folder;

    private static Configuration configuration;
    private static TrainingReport training;
    private static EvaluationReport evaluation;

    @BeforeAll
    static void runAllStages() throws IOException {
        assumeTrue(Files.isDirectory(DATA), "ESC-10 is not at " + DATA);
        List<String> ids = copyClips();
        configuration = Configuration.of(Map.ofEntries(
                Map.entry("outputPath", folder.resolve("run").toString()),
                Map.entry("audioPath", folder.toString()),
                Map.entry("audioSets", "bal_train"),
                Map.entry("segments", writeSegments(ids).toString()),
                Map.entry("ontology", DATA.resolve("audioset/ontology.json").toString()),
                Map.entry("validationRatio", "0.2"),
                Map.entry("nFft", "1024"),
                Map.entry("hopLength", "512"),
                Map.entry("vocabSize", "200"),
                Map.entry("niter", "10"),
                Map.entry("whitenComponents", "32"),
                Map.entry("whitenPower", "0.5"),
                Map.entry("lstmEmbedDim", "32"),
                Map.entry("lstmHiddenDim", "32"),
                Map.entry("embeddingStart", "centroids"),
                Map.entry("pooling", "meanmax"),
                Map.entry("startFromLabelFrequency", "true"),
                Map.entry("learningRate", "0.005"),
                Map.entry("epochs", "8")));
        new DatasetSplitter(configuration).run(Progress.silent());
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(Progress.silent());
        training = new ModelTrainer(configuration).run(Progress.silent());
        evaluation = new ModelEvaluator(configuration).run(Progress.silent());
    }

    @Test
    void mapIsAtLeastThreeTimesChance() {
        double chance = evaluation.labels().stream()
                .mapToDouble(label -> (double) label.clips() / evaluation.clips())
                .average()
                .orElseThrow();
        assertTrue(
                evaluation.meanAveragePrecision() > 3 * chance,
                "mAP " + evaluation.meanAveragePrecision() + " against chance " + chance);
    }

    @Test
    void theModelOfTheBestEpochIsEvaluated() {
        assertEquals(training.best().validationMap(), evaluation.meanAveragePrecision(), 1e-9);
    }

    @Test
    void everyScoredLabelHasClips() {
        assertTrue(evaluation.labels().stream().map(LabelScore::clips).allMatch(clips -> clips > 0));
    }

    @Test
    void aClipHasAsManyTokensAsFrames() throws IOException {
        RunFolder run = RunFolder.of(configuration);
        SplitFile split = SplitFile.read(run.split());
        for (Split subset : Split.values()) {
            for (String id : split.ids(subset)) {
                int nFrames = NpyFile.readFloats(run.spectrogram(subset, id), 2).shape()[1];
                long[] tokens = NpyFile.readLongs(run.tokens(subset, id));
                assertEquals(nFrames, tokens.length, id);
                for (long token : tokens) {
                    assertTrue(token >= 0 && token < 200, id + ": token " + token);
                }
            }
        }
    }

    @Test
    void theSummaryContainsTheResults() throws IOException {
        JsonNode summary = JsonMapper.shared()
                .readTree(Files.readString(RunFolder.of(configuration).summary()));
        assertEquals(evaluation.meanAveragePrecision(), summary.get("map").asDouble(), 1e-9);
        assertEquals(
                List.of("dataset", "spectrograms", "clusters", "tokens", "training", "evaluation"),
                List.copyOf(summary.get("stages").propertyNames()));
        assertEquals(120, summary.get("clips").get("train").asInt());
        assertEquals(30, summary.get("clips").get("validation").asInt());
        assertEquals(0, summary.get("clips").get("skipped").asInt());
        assertEquals(200, summary.get("config").get("vocabSize").asInt());
    }

    @Test
    void stagesOfAFinishedRunAreNotRecomputed() throws IOException {
        RunFolder run = RunFolder.of(configuration);
        Map<Path, Object> initialTimes = modificationTimes(run);
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(Progress.silent());
        assertEquals(training, new ModelTrainer(configuration).run(Progress.silent()));
        assertEquals(initialTimes, modificationTimes(run));
    }

    private static Map<Path, Object> modificationTimes(RunFolder run) throws IOException {
        Map<Path, Object> modificationTimes = new HashMap<>();
        try (Stream<Path> files = Files.walk(run.path())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".npy")).toList()) {
                modificationTimes.put(file, Files.getLastModifiedTime(file));
            }
        }
        return modificationTimes;
    }

    /** Copies some recordings into a tree of FLAC files with AudioSet's layout, and returns their ids. */
    private static List<String> copyClips() throws IOException {
        Map<String, Integer> clipCounts = new HashMap<>();
        List<String[]> rows = Files.readAllLines(DATA.resolve("esc10/clips.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", 4))
                .filter(row -> clipCounts.merge(row[2], 1, Integer::sum) <= CLIPS_PER_LABEL)
                .toList();
        Parallel.forEach(rows, 2, () -> {
            AudioDecoder decoder = new AudioDecoder(10);
            return row -> {
                Path recording = DATA.resolve("esc10").resolve(row[3]);
                Waveform waveform = decoder.decode(new EncodedAudio.InFile(recording));
                Path flac = folder.resolve("bal_train")
                        .resolve(row[0].substring(0, 2))
                        .resolve(row[0] + ".flac");
                Files.createDirectories(flac.getParent());
                Files.write(flac, FlacEncoder.encode(new float[][] {waveform.samples()}, waveform.sampleRate()));
            };
        });
        return rows.stream().map(row -> row[0]).toList();
    }

    private static Path writeSegments(List<String> ids) throws IOException {
        List<String> lines = Files.readAllLines(DATA.resolve("esc10/segments.csv")).stream()
                .filter(line -> line.startsWith("#") || ids.contains(line.substring(0, line.indexOf(','))))
                .toList();
        return Files.write(folder.resolve("segments.csv"), lines);
    }
}
