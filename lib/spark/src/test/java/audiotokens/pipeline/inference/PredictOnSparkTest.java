package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.headless.RunStages;
import audiotokens.pipeline.headless.RunWork;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.work.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions and whole runs on Spark in this process give the same results as the local engine. */
@Tag("slow")
class PredictOnSparkTest {
    private static final List<String> SPARK_SETTINGS = List.of("engine=spark", "sparkMaster=local[2]");

    @TempDir
    static Path folder;

    private static Configuration local;

    @BeforeAll
    static void trainLocally() {
        local = configuration("local", Map.of());
        for (RunStage stage : RunStage.values()) {
            RunStages.runStage(local, stage, Progress.silent());
        }
    }

    private static Configuration configuration(String name, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("sourceType", "demo"),
                Map.entry("demoClips", "40"),
                Map.entry("audioPath", folder.resolve("audio").toString()),
                Map.entry("audioSets", "bal_train"),
                Map.entry("segments", folder.resolve("audio/segments.csv").toString()),
                Map.entry(
                        "ontology", Path.of("../../metadata/demo/ontology.json").toString()),
                Map.entry("outputPath", folder.resolve(name).toString()),
                Map.entry("validationRatio", "0.5"),
                Map.entry("hopLength", "512"),
                Map.entry("niter", "2"),
                Map.entry("epochs", "2"),
                Map.entry("batchSize", "4"),
                Map.entry("lstmEmbedDim", "8"),
                Map.entry("lstmHiddenDim", "8"),
                Map.entry("vocabSize", "50"),
                Map.entry("device", "cpu"),
                Map.entry("threads", "2")));
        settings.putAll(overrides);
        return Configuration.of(settings);
    }

    @Test
    void evaluationOnSparkWritesTheSamePredictionsAsTheLocalEngine() throws IOException {
        Configuration spark = configuration("evaluated", Map.of("engine", "spark", "sparkMaster", "local[2]"));
        for (RunStage stage : RunStage.values()) {
            RunStages.runStage(spark, stage, Progress.silent());
        }

        assertSameFile("training/best.safetensors", spark);
        assertSameFile("evaluation/predictions.csv", spark);
        assertSameFile("evaluation/evaluation.json", spark);
    }

    @Test
    void wholeRunsOnExecutorsWriteTheSameFilesAsTheLocalEngine() throws IOException {
        List<Configuration> runs =
                List.of(configuration("first", Map.of()), configuration("second", Map.of("learningRate", "0.01")));
        Executor spark = Executor.of(local.with(Map.of("engine", "spark", "sparkMaster", "local[2]")));
        try (Progress.Task task = Progress.silent().begin("", runs.size(), "")) {
            spark.forEach(runs, new RunWork(RunStage.EVALUATION), task, outcome -> {});
        }

        assertSameFile("centroids.npy", runs.getFirst());
        assertSameFile("training/best.safetensors", runs.getFirst());
        assertSameFile("evaluation/predictions.csv", runs.getFirst());
        assertTrue(Files.exists(RunFolder.of(runs.getLast()).evaluationReport()));
    }

    private static void assertSameFile(String name, Configuration actual) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(RunFolder.of(local).path().resolve(name)),
                Files.readAllBytes(RunFolder.of(actual).path().resolve(name)),
                name);
    }

    private record Output(int status, String text) {}

    private static Output predict(List<String> engineSettings, String... arguments)
            throws IOException, InterruptedException {
        List<String> allArguments =
                new ArrayList<>(List.of(RunFolder.of(local).model().toString()));
        allArguments.addAll(List.of(arguments));
        allArguments.addAll(engineSettings);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PredictOptions options = PredictOptions.parse(allArguments);
        int status = new Predict(options, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
        return new Output(status, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void predictOnSparkPrintsTheSameRowsAsTheLocalEngine() throws IOException, InterruptedException {
        Path clips = folder.resolve("audio/bal_train");
        String damaged =
                Files.writeString(folder.resolve("text.wav"), "no sound").toString();
        String missing = folder.resolve("missing.wav").toString();
        for (String format : List.of("terminal", "csv", "json")) {
            String[] arguments = {clips.toString(), damaged, missing, "--format", format, "--threshold", "0.1"};
            Output expected = predict(List.of(), arguments);

            assertEquals(1, expected.status());
            assertEquals(expected, predict(SPARK_SETTINGS, arguments));
        }
    }

    @Test
    void predictOnSparkWritesTheSameTracksAsTheLocalEngine() throws IOException, InterruptedException {
        Path clips = folder.resolve("audio/bal_train");
        Path expected = folder.resolve("tracks");
        Path actual = folder.resolve("tracks-spark");
        predict(List.of(), clips.toString(), "--raven", expected.toString(), "--threshold", "0.1");
        predict(SPARK_SETTINGS, clips.toString(), "--raven", actual.toString(), "--threshold", "0.1");

        List<Path> files = FileTree.filesBelow(expected);
        assertEquals(40, files.size());
        for (Path file : files) {
            assertEquals(Files.readString(file), Files.readString(actual.resolve(file.getFileName())));
        }
    }

    @Test
    void optionsThatReadRecordingsOnTheDriverAreRejected() {
        AudioTokensException exception = assertThrows(
                AudioTokensException.class, () -> predict(SPARK_SETTINGS, "audio.wav", "--extract", folder.toString()));

        assertTrue(exception.getMessage().startsWith("--extract reads the recordings in this process"));
    }
}
