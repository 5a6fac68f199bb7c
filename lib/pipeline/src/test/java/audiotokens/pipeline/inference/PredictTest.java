package audiotokens.pipeline.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.audio.AudioStream;
import audiotokens.audio.WavFile;
import audiotokens.file.FileTree;
import audiotokens.label.Label;
import audiotokens.metrics.Calibrator;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.pipeline.AllStages;
import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.evaluation.EvaluationFolder;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.token.ClipTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Predicts with a tiny trained model that was moved to another folder, after the run and its data were deleted. */
class PredictTest {
    private static final int SAMPLE_RATE = 22050;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static Path model;
    private static List<Path> clips;
    private static Predictions evaluation;
    private static TrainingBags trainingBags;
    private static Path trainingClip;

    @BeforeAll
    static void train() throws IOException {
        Map<String, String> settings = TinyDemo.settings(shared.resolve("made"), 24);
        settings.put("epochs", "3");
        settings.put("sparkConf", "spark.executor.memory=17g,spark.hadoop.fs.s3a.secret.key=unguessable");
        Configuration configuration = Configuration.of(settings);
        AllStages.run(configuration);
        RunFolder run = RunFolder.of(configuration);
        SoundModel loaded = SoundModel.load(run.model());
        evaluation = PredictionsFile.read(EvaluationFolder.of(run).predictions(), loaded.labels());
        loaded.close();
        clips = new ArrayList<>();
        for (Path file : FileTree.filesBelow(shared.resolve("made/audio"))) {
            String id = file.getFileName().toString().replace(".flac", "");
            if (evaluation.ids().contains(id)) {
                clips.add(Files.copy(file, shared.resolve(id + ".flac")));
            }
        }
        Files.writeString(run.configuration(), new YAMLMapper().writeValueAsString(configuration.toMap()));
        trainingBags = TrainingBags.read(run.model());
        trainingClip = Files.copy(
                shared.resolve(
                        "made/audio/" + relativeAudioPath(trainingBags.ids().getFirst())),
                shared.resolve("training.flac"));
        model = Files.move(run.model(), shared.resolve("moved"));
        FileTree.deleteIfExists(shared.resolve("made"));
    }

    private static Path relativeAudioPath(String id) throws IOException {
        Path audio = shared.resolve("made/audio");
        return FileTree.filesBelow(audio).stream()
                .filter(file -> file.getFileName().toString().equals(id + ".flac"))
                .map(audio::relativize)
                .findFirst()
                .orElseThrow();
    }

    private record Output(int status, String text) {
        List<String> lines() {
            return text.lines().toList();
        }
    }

    private static Output predict(Object... arguments) throws IOException, InterruptedException {
        List<String> allArguments = new ArrayList<>(List.of(model.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(allArguments::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = new Predict(PredictOptions.parse(allArguments), new PrintStream(out, true, StandardCharsets.UTF_8))
                .run();
        return new Output(status, out.toString(StandardCharsets.UTF_8));
    }

    private Path wav(String name, int rate, int channels, double seconds) throws IOException {
        double[] samples = new double[((int) (seconds * rate)) * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = 0.3 * Math.sin(i * 0.05) * Math.sin(i * 0.0007);
        }
        return Files.write(folder.resolve(name), WavFile.encode(WavFile.Type.INT16, rate, channels, samples));
    }

    @Test
    void bundleDoesNotContainEngineOptions() throws IOException {
        for (Path file : FileTree.filesBelow(model)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (String option : List.of("spark", "17g", "unguessable")) {
                assertFalse(text.contains(option), file + " has " + option);
            }
        }
    }

    @Test
    void theNearestClipOfATrainingClipIsItself() throws IOException {
        try (SoundModel loaded = SoundModel.load(model)) {
            SoundAnalysis analysis = SoundAnalysis.of(loaded, trainingClip);
            TokenBag bag = TokenBag.of(loaded.tokens(analysis.sound()).orElseThrow(), loaded.tokenStreams());

            List<TrainingBags.Neighbor> nearest = trainingBags.nearest(bag, 3);

            assertEquals(3, nearest.size());
            assertEquals(trainingBags.ids().getFirst(), nearest.getFirst().id());
            assertEquals(0, nearest.getFirst().distance(), 1e-3);
        }
    }

    @Test
    void theTrainingClipsOfABundleWithoutItsRunAreUnknown() {
        AudioTokensException exception = assertThrows(AudioTokensException.class, () -> TrainingBags.read(model));

        assertEquals(
                model + " is not in the folder of the run that trained it, so its training clips are unknown",
                exception.getMessage());
    }

    @Test
    void analysisContainsSamplesAndEvents() throws IOException, InterruptedException {
        Path clip = clips.getFirst();
        try (SoundModel loaded = SoundModel.load(model)) {
            SoundAnalysis analysis = SoundAnalysis.of(loaded, clip);

            assertTrue(analysis.isComplete());
            assertEquals(SAMPLE_RATE, analysis.sound().sampleRate());
            assertEquals(
                    analysis.sound().seconds(), analysis.windows().getLast().end(), 1e-9);
            assertEquals(
                    predict("--timeline", clip).lines().size(),
                    analysis.events().size());
        }
    }

    @Test
    void theAttributionOfATokenIsTheDropOfTheLogitWithoutIt() throws IOException {
        try (SoundModel loaded = SoundModel.load(model)) {
            SoundAnalysis analysis = SoundAnalysis.of(loaded, clips.getFirst());
            Label label = loaded.labels().get(1);
            TokenEvidence evidence = TokenEvidence.of(loaded, analysis, label).orElseThrow();
            long removedToken = evidence.tokens()[0];
            long[] otherTokens = Arrays.stream(evidence.tokens())
                    .filter(token -> token != removedToken)
                    .toArray();
            float probabilityWithToken = loaded.probabilities(List.of(ClipTokens.of(evidence.tokens())))[0][1];
            float probabilityWithoutToken = loaded.probabilities(List.of(ClipTokens.of(otherTokens)))[0][1];

            double decrease = Math.log(probabilityWithToken / (1 - probabilityWithToken))
                    - Math.log(probabilityWithoutToken / (1 - probabilityWithoutToken));
            for (int i = 0; i < evidence.tokens().length; i++) {
                if (evidence.tokens()[i] == removedToken) {
                    assertEquals(decrease, evidence.attributions()[i], 1e-4);
                }
            }
        }
    }

    @Test
    void thePictureOptionRejectsOtherFormatsAndStandardInput() {
        assertTrue(assertThrows(
                        AudioTokensException.class,
                        () -> PredictOptions.parse(List.of("model", "a.wav", "--picture", "a.jpg")))
                .getMessage()
                .contains("must end in .png or .html"));
        assertTrue(assertThrows(
                        AudioTokensException.class,
                        () -> PredictOptions.parse(List.of("model", "-", "--picture", "a.png")))
                .getMessage()
                .contains("standard input can be read only once"));
    }

    @Test
    void aBundleWithoutItsDataReproducesTheEvaluation() throws IOException {
        assertEquals(6, clips.size());
        try (SoundModel loaded = SoundModel.load(model)) {
            Calibrator calibrator = loaded.description().calibration().calibrator();
            for (Path clip : clips) {
                int clipIndex =
                        evaluation.ids().indexOf(clip.getFileName().toString().replace(".flac", ""));
                for (ScoredLabel scored : loaded.predict(clip)) {
                    float expected = calibrator.apply(
                            evaluation.scores()[clipIndex][scored.label().index()]);
                    assertEquals(expected, scored.score(), 1e-3, clip + " " + scored.label());
                }
            }
        }
        assertTrue(Files.readString(new BundleFolder(model).card()).contains("mean average precision"));
    }

    @Test
    void filesFoldersAndPatternsGiveOneRowPerRecording() throws IOException, InterruptedException {
        Path first = wav("a.wav", 8000, 1, 3);
        wav("b.wav", 192_000, 8, 1);
        Output filesOutput = predict("--threshold", 0, first, folder.resolve("b.wav"));
        assertEquals(0, filesOutput.status());
        assertEquals(2, filesOutput.lines().size());
        assertTrue(filesOutput.lines().getFirst().startsWith(first + "  "));
        assertEquals(3, filesOutput.lines().getFirst().split("; ").length, "three labels by default");
        assertEquals(filesOutput, predict("--threshold", 0, folder));
        assertEquals(filesOutput, predict("--threshold", 0, folder.resolve("*.wav")));
        assertEquals(
                1,
                predict("--top", 1, "--threshold", 0, first).lines().getFirst().split("; ").length);
    }

    @Test
    void aRecordingWhoseScoresAreBelowEveryThresholdIsReportedAsSuch() throws IOException, InterruptedException {
        Output output = predict("--threshold", 1, wav("a.wav", 22050, 1, 2));
        assertEquals(0, output.status());
        assertTrue(output.text().contains("no label reaches its threshold"), output.text());
    }

    @Test
    void unreadableRecordingsHaveARowAndOthersAreLabeled() throws IOException, InterruptedException {
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound");
        Path missing = folder.resolve("missing.wav");
        Path silent = Files.write(
                folder.resolve("silent.wav"), WavFile.encode(WavFile.Type.INT16, 22050, 1, new double[60 * 22050]));
        Path valid = wav("whole.wav", 22050, 1, 2);
        Path tiny = Files.write(folder.resolve("tiny.wav"), WavFile.encode(WavFile.Type.INT16, 22050, 1, 0.5, 0.5));
        Output output = predict("--format", "csv", "--threshold", 0, text, missing, silent, tiny, valid);
        assertEquals(1, output.status());
        Map<String, String> rows = new HashMap<>();
        output.lines().forEach(line -> rows.putIfAbsent(line.substring(0, line.indexOf(',')), line));
        assertTrue(rows.get(text.toString()).contains(",,,,,\"")
                || rows.get(text.toString()).contains("cannot be read"));
        assertTrue(rows.get(missing.toString()).endsWith("is not a readable file"));
        assertTrue(rows.get(silent.toString()).endsWith("is silent throughout"));
        assertTrue(rows.get(tiny.toString()).contains("is too short"));
        assertTrue(rows.get(valid.toString()).contains("0.000,2.000,"));
    }

    @Test
    void aFolderWithoutAudioIsRejectedWithAOneLineMessage() {
        AudioTokensException error = assertThrows(AudioTokensException.class, () -> predict(folder));
        assertEquals("the folder " + folder + " contains no audio file", error.getMessage());
        assertEquals(
                "no file matches '" + folder + "/*.wav'",
                assertThrows(AudioTokensException.class, () -> predict(folder + "/*.wav"))
                        .getMessage());
    }

    @Test
    void eachFormatContainsTheSameEvents() throws Exception {
        Path clip = clips.getFirst();
        List<String> csv = predict("--timeline", "--threshold", 0.02, "--format", "csv", clip)
                .lines();
        assertEquals("file,start,end,label,name,score,reason", csv.getFirst());
        assertTrue(csv.size() > 1, csv.toString());
        JsonNode json = JsonMapper.shared()
                .readTree(predict("--timeline", "--threshold", 0.02, "--format", "json", clip)
                        .text());
        assertEquals(csv.size() - 1, json.size());
        Path parquet = folder.resolve("events.parquet");
        predict("--timeline", "--threshold", 0.02, "--format", "parquet", "--output", parquet, clip);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*), max(\"end\") FROM '" + parquet + "'")) {
            rows.next();
            assertEquals(csv.size() - 1, rows.getInt(1));
            assertEquals(10, rows.getDouble(2), 0.1);
        }
    }

    @Test
    void eventsAreWrittenForAudacityAndRaven() throws IOException, InterruptedException {
        predict(
                "--threshold",
                0.02,
                "--audacity",
                folder.resolve("tracks"),
                "--raven",
                folder.resolve("tables"),
                clips.getFirst());
        String name = clips.getFirst().getFileName().toString();
        List<String> track = Files.readAllLines(folder.resolve("tracks").resolve(name + ".txt"));
        List<String> table = Files.readAllLines(folder.resolve("tables").resolve(name + ".selections.txt"));
        assertFalse(track.isEmpty());
        assertEquals(track.size() + 1, table.size());
        assertEquals(3, track.getFirst().split("\t").length);
    }

    @Test
    void theBestSegmentsOfEachLabelAreSaved() throws IOException, InterruptedException {
        Path segments = folder.resolve("segments");
        predict(
                "--threshold",
                0.02,
                "--extract",
                segments,
                "--extract-top",
                2,
                clips.get(0),
                clips.get(1),
                clips.get(2));
        Map<String, Integer> fileCounts = new HashMap<>();
        for (Path file : FileTree.filesBelow(segments)) {
            fileCounts.merge(file.getFileName().toString().split("_", 2)[0], 1, Integer::sum);
            try (AudioStream sound = AudioStream.open(file)) {
                assertEquals(SAMPLE_RATE, sound.sampleRate());
            }
        }
        assertFalse(fileCounts.isEmpty());
        assertTrue(fileCounts.values().stream().allMatch(count -> count <= 2), fileCounts.toString());
    }

    @Test
    void unknownOptionsAndValuesOutOfRangeAreRejected() {
        for (String[] invalid : new String[][] {
            {"--loud", "a.wav"},
            {"--threshold", "2", "a.wav"},
            {"--threshold", "high", "a.wav"},
            {"--format", "xml", "a.wav"},
            {"--format", "parquet", "a.wav"},
            {"--raw", "mp3:1", "-"},
            {"--overlap", "1", "a.wav"},
            {"--top"}
        }) {
            assertThrows(AudioTokensException.class, () -> predict((Object[]) invalid), Arrays.toString(invalid));
        }
    }

    private Path copyOfModel() throws IOException {
        Path copy = folder.resolve("copy");
        for (Path file : FileTree.filesBelow(model)) {
            Path target = copy.resolve(model.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return copy;
    }

    @Test
    void invalidBundlesAreReportedWithAOneLineMessage() throws IOException {
        BundleFolder bundle = new BundleFolder(copyOfModel());
        String description = Files.readString(bundle.description());
        byte[] weights = Files.readAllBytes(bundle.weights());

        Files.writeString(bundle.description(), description.replaceFirst("\"format\":1", "\"format\":99"));
        assertTrue(errorMessage(bundle).contains("format version 99"), errorMessage(bundle));

        Files.writeString(bundle.description(), description.substring(0, description.length() / 2));
        assertTrue(errorMessage(bundle).contains("bundle.json is damaged"), errorMessage(bundle));

        Files.writeString(
                bundle.description(),
                description
                        .replaceFirst("\"labels\":\\[\\{[^}]*},(.*?)\"index\"", "\"labels\":[{\"index\"")
                        .replaceFirst("\"thresholds\":\\[[^,]*,", "\"thresholds\":["));
        assertEquals(1, errorMessage(bundle).lines().count(), errorMessage(bundle));

        Files.writeString(
                bundle.description(), description.replaceFirst("\"thresholds\":\\[[^,]*,", "\"thresholds\":["));
        assertTrue(
                errorMessage(bundle)
                        .endsWith("is damaged: there are 15 thresholds for 16 labels; export the model again"),
                errorMessage(bundle));

        Files.writeString(bundle.description(), description);
        Path centroids = bundle.path().resolve("centroids.npy");
        Path moved = Files.move(centroids, folder.resolve("centroids.npy"));
        assertTrue(errorMessage(bundle).contains("centroids.npy does not exist"), errorMessage(bundle));
        Files.move(moved, centroids);

        Files.write(bundle.weights(), Arrays.copyOf(weights, weights.length / 2));
        assertTrue(errorMessage(bundle).contains("is incomplete"), errorMessage(bundle));

        Files.delete(bundle.weights());
        assertTrue(errorMessage(bundle).contains("model.safetensors is missing"), errorMessage(bundle));

        assertTrue(errorMessage(new BundleFolder(folder.resolve("nowhere"))).contains("is not a model"));
    }

    private static String errorMessage(BundleFolder bundle) {
        return assertThrows(AudioTokensException.class, () -> SoundModel.load(bundle.path())
                        .close())
                .getMessage();
    }

    private static Process startPredict(String... options) throws IOException {
        // Shells start background jobs with SIGINT ignored; without env, predict would inherit that from such a job.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Predict.class.getName(),
                model.toString(),
                "-"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Output predictFromStandardInput(byte[] input, String... options) throws IOException, InterruptedException {
        Process process = startPredict(options);
        Thread feeder = Thread.ofVirtual().start(() -> {
            try (OutputStream pipe = process.getOutputStream()) {
                pipe.write(input);
            } catch (IOException e) {
                // the process has read enough
            }
        });
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            feeder.join();
            return new Output(process.waitFor(), text);
        }
    }

    @Tag("slow")
    @Test
    void standardInputGivesTheSameResultsAsTheFile() throws IOException, InterruptedException {
        Path clip = clips.getFirst();
        Output fileOutput = predict("--threshold", 0, clip);
        Output pipeOutput = predictFromStandardInput(Files.readAllBytes(clip), "--threshold", "0");
        assertEquals(0, pipeOutput.status());
        assertEquals(fileOutput.text().replace(clip.toString(), "standard input"), pipeOutput.text());
        Path wav = wav("raw.wav", 16000, 1, 4);
        byte[] bytes = Files.readAllBytes(wav);
        Output rawOutput = predictFromStandardInput(
                Arrays.copyOfRange(bytes, 44, bytes.length), "--threshold", "0", "--raw", "s16le:16000:1");
        assertEquals(predict("--threshold", 0, wav).text().replace(wav.toString(), "standard input"), rawOutput.text());
        Output bigEndianOutput = predictFromStandardInput(bigEndian(bytes), "--threshold", "0");
        assertEquals(rawOutput.text(), bigEndianOutput.text());
    }

    /** Converts a WAV file with a header of 44 bytes and 16-bit samples to big-endian, as RIFX. */
    private static byte[] bigEndian(byte[] wav) {
        ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.wrap(wav.clone());
        out.put("RIFX".getBytes(StandardCharsets.US_ASCII));
        for (int offset : new int[] {4, 16, 24, 28, 40}) {
            out.putInt(offset, in.getInt(offset));
        }
        for (int offset : new int[] {20, 22, 32, 34}) {
            out.putShort(offset, in.getShort(offset));
        }
        for (int offset = 44; offset < wav.length; offset += 2) {
            out.putShort(offset, in.getShort(offset));
        }
        return out.array();
    }

    @Test
    void emptyStandardInputIsRejectedWithAOneLineMessage() throws IOException, InterruptedException {
        Output output = predictFromStandardInput(new byte[0]);
        assertEquals(1, output.status());
        assertEquals(1, output.lines().size());
        assertEquals("standard input  is empty", output.lines().getFirst());
    }

    @Tag("slow")
    @Test
    void aLiveWindowIsLabeledBeforeTheNextHopAndAnInterruptWritesTheResultsSoFar()
            throws IOException, InterruptedException {
        double windowSeconds;
        try (SoundModel loaded = SoundModel.load(model)) {
            windowSeconds = loaded.description().windowSeconds();
        }
        Path segments = folder.resolve("live");
        Process process = startPredict(
                "--raw", "s16le:22050:1", "--threshold", "0", "--timeline", "--extract", segments.toString());
        // a window and a quarter of a hop: the pipe stays open, and the next window is incomplete
        byte[] wav = Files.readAllBytes(wav("live.wav", SAMPLE_RATE, 1, windowSeconds * 1.125));
        OutputStream pipe = process.getOutputStream();
        pipe.write(wav, 44, wav.length - 44);
        pipe.flush();
        while (process.isAlive() && !(Files.isDirectory(segments) && hasFlac(segments))) {
            Thread.sleep(20);
        }
        assertTrue(process.isAlive(), "ended before its input did");

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(130, process.waitFor(), "as a shell reports for Ctrl-C");
        assertTrue(text.lines().allMatch(line -> line.startsWith("standard input  0:00:00.0 - 0:00:")), text);
        assertFalse(text.isEmpty());
    }

    private static boolean hasFlac(Path folder) throws IOException {
        return FileTree.filesBelow(folder).stream()
                .anyMatch(file -> file.getFileName().toString().matches("[^.].*\\.flac"));
    }
}
