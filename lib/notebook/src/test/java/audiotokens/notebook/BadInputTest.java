package audiotokens.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.audio.FlacEncoder;
import audiotokens.audio.MediaFile;
import audiotokens.audio.WavFile;
import audiotokens.file.NpyFile;
import audiotokens.notebook.figure.DatasetFigures;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetReport;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.work.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the pipeline once on all kinds of broken inputs, mixed with valid clips. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String HEADER = "#\n#\n#\n";

    private Path folder;

    private final Map<String, byte[]> accepted = new LinkedHashMap<>();
    private final Map<String, byte[]> rejected = new LinkedHashMap<>();
    private final List<String> rows = new ArrayList<>();
    private final Map<String, List<Problem>> problems = new LinkedHashMap<>();
    private Set<String> filesBefore;
    private DatasetReport report;
    private RunFolder run;

    @BeforeAll
    void runAllStagesOverAllInputs(@TempDir Path path) throws Exception {
        folder = path;
        createAcceptedFiles();
        createRejectedFiles();
        createRows();
        write(accepted);
        write(rejected);
        createPathsThatAreNotFiles();
        Files.writeString(folder.resolve("segments.csv"), HEADER + String.join("\n", rows) + "\n");
        Files.writeString(
                folder.resolve("ontology.json"), "[{\"id\": \"/m/a\", \"name\": \"Tone\", \"restrictions\": []}]");
        filesBefore = filesOutsideTheRun();
        Configuration configuration = configuration();
        run = RunFolder.of(configuration);
        report = new DatasetSplitter(configuration).run(Progress.silent());
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        new SpecTokenizer(configuration).run(Progress.silent());
        for (Problem problem : ProblemLog.read(run.problems())) {
            problems.computeIfAbsent(problem.id(), id -> new ArrayList<>()).add(problem);
        }
    }

    private void createAcceptedFiles() {
        for (WavFile.Type type : WavFile.Type.values()) {
            accepted.put("wav-" + type, WavFile.encode(type, 22050, 1, tone(22050)));
        }
        accepted.put("surround-7.1", WavFile.encode(WavFile.Type.INT16, 48000, 8, tone(48000 * 8)));
        accepted.put("surround-5.1", WavFile.encode(WavFile.Type.INT16, 48000, 6, tone(48000 * 6)));
        accepted.put("fast-192-kHz", WavFile.encode(WavFile.Type.INT16, 192000, 1, tone(192000)));
        accepted.put("odd-44101-Hz", WavFile.encode(WavFile.Type.INT16, 44101, 1, tone(44101)));
        accepted.put("slow-4000-Hz", WavFile.encode(WavFile.Type.INT16, 4000, 1, tone(4000)));
        accepted.put("silent", WavFile.encode(WavFile.Type.INT16, 22050, 1, new double[22050]));
        accepted.put("flac", flac());
        accepted.put("mp3", MediaFile.encode("mp3", 1, "libmp3lame"));
        accepted.put("ogg", MediaFile.encode("ogg", 1, "vorbis"));
        accepted.put("m4a", MediaFile.encode("mp4", 1, "aac"));
        accepted.put("video-with-sound", MediaFile.encode("mp4", 1, "mpeg4", "aac"));
        // without the first frame, which states the length, nothing shows that the MP3 file was cut
        accepted.put(
                "mp3-without-length-cut", cutBetweenFrames(withoutLength(MediaFile.encode("mp3", 1, "libmp3lame"))));
        accepted.put(
                "wav-of-wrong-byte-rate",
                patched(WavFile.encode(WavFile.Type.INT16, 22050, 1, tone(22050)), 28, 22050));
        accepted.put(
                "claims-hours",
                withDeclaredSizeOfTwoGigabytes(WavFile.encode(WavFile.Type.INT16, 22050, 1, tone(22050))));
        accepted.put("--leading-dashes", flac());
    }

    private void createRejectedFiles() throws IOException {
        byte[] flac = flac();
        byte[] wav = WavFile.encode(WavFile.Type.INT16, 22050, 1, tone(22050));
        rejected.put("empty", new byte[0]);
        rejected.put("text", "this is not audio\n".repeat(100).getBytes(StandardCharsets.UTF_8));
        rejected.put("page", "<html><body>404 not found</body></html>".getBytes(StandardCharsets.UTF_8));
        rejected.put("playlist", "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n".getBytes(StandardCharsets.UTF_8));
        rejected.put("script", "ffconcat version 1.0\nfile /etc/passwd\n".getBytes(StandardCharsets.UTF_8));
        rejected.put("zeros", new byte[10_000]);
        rejected.put("noise", noise(10_000));
        rejected.put("gzip", gzip(flac));
        rejected.put("flac-header-alone", Arrays.copyOf(flac, 60));
        for (int percent : new int[] {20, 51, 60, 75, 90, 99}) {
            rejected.put("flac-cut-at-" + percent, cut(flac, percent / 100.0));
        }
        // the header of the first frame contains the number of frames
        rejected.put("mp3-cut", cut(MediaFile.encode("mp3", 1, "libmp3lame"), 0.6));
        rejected.put("flac-damaged", damaged(flac, 0.5));
        rejected.put("mp3-cut-in-header", cut(MediaFile.encode("mp3", 1, "libmp3lame"), 0.01));
        rejected.put("ogg-header-alone", Arrays.copyOf(MediaFile.encode("ogg", 1, "vorbis"), 2000));
        rejected.put("ogg-cut-in-its-page", cut(MediaFile.encode("ogg", 1, "vorbis"), 0.8));
        rejected.put("mp4-cut", cut(MediaFile.encode("mp4", 1, "aac"), 0.5));
        rejected.put(
                "id3-tag-of-256-MB", "ID3\u0003\u0000\u0000\u007f\u007f\u007f\u007f".getBytes(StandardCharsets.UTF_8));
        rejected.put("video-without-sound", MediaFile.encode("mp4", 1, "mpeg4"));
        rejected.put("no-samples", WavFile.encode(WavFile.Type.INT16, 22050, 1));
        rejected.put("one-sample", WavFile.encode(WavFile.Type.INT16, 22050, 1, 0.5));
        rejected.put("not-a-number", WavFile.encode(WavFile.Type.FLOAT32, 22050, 1, filled(22050, Double.NaN)));
        rejected.put("beyond-float", WavFile.encode(WavFile.Type.FLOAT32, 22050, 1, filled(22050, 1e20)));
        rejected.put(
                "infinite", WavFile.encode(WavFile.Type.FLOAT32, 22050, 1, filled(22050, Double.POSITIVE_INFINITY)));
        rejected.put("wav-cut", cut(wav, 0.5));
        rejected.put("rate-0", patched(wav, 24, 0));
        rejected.put("rate-2-GHz", patched(wav, 24, Integer.MAX_VALUE));
        rejected.put("no-channels", patchedShort(wav, 22, 0));
        rejected.put("codec-unknown", patchedShort(wav, 20, 0x7abc));
    }

    /** Creates a folder, broken links and a pipe where audio files are expected. The id 'missing' has no file. */
    private void createPathsThatAreNotFiles() throws Exception {
        Files.createDirectories(pathOf("directory"));
        Files.createDirectories(pathOf("link-to-nothing").getParent());
        Files.createSymbolicLink(pathOf("link-to-nothing"), Path.of("nowhere"));
        Files.createDirectories(pathOf("circle").getParent());
        Files.createSymbolicLink(pathOf("circle"), pathOf("circle").getFileName());
        Files.createDirectories(pathOf("pipe").getParent());
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", pathOf("pipe").toString()).start().waitFor());
        for (String id : List.of("directory", "link-to-nothing", "circle", "pipe", "missing")) {
            rejected.put(id, new byte[0]);
            rows.add(row(id));
        }
    }

    private void createRows() {
        accepted.keySet().forEach(id -> rows.add(row(id)));
        rejected.keySet().forEach(id -> rows.add(row(id)));
        rows.add(row("../../escape"));
        rows.add(row("/tmp/absolute"));
        rows.add(row("back\\slash"));
        rows.add(row(".hidden"));
        rows.add("only-an-id");
        rows.add("no-label, 0, 1");
        rows.add("wrong-time, zero, 1, \"/m/a\"");
        rows.add("backwards, 2, 1, \"/m/a\"");
        rows.add("open-quote, 0, 1, \"/m/a");
        rows.add("unknown-label, 0, 1, \"/m/none\"");
        rows.add(row("flac"));
        rows.add("x".repeat(300) + ", 0, 1, \"/m/a\"");
    }

    List<String> acceptedIds() {
        return List.copyOf(accepted.keySet());
    }

    List<String> rejectedIds() {
        return List.copyOf(rejected.keySet());
    }

    @ParameterizedTest
    @MethodSource("acceptedIds")
    void unusualButValidAudioIsAccepted(String id) throws IOException {
        assertEquals(Optional.empty(), Optional.ofNullable(problems.get(id)));
        Split subset = Files.exists(run.spectrogram(Split.TRAIN, id)) ? Split.TRAIN : Split.VALIDATION;
        for (float value : NpyFile.readFloats(run.spectrogram(subset, id), 2).values()) {
            assertTrue(Float.isFinite(value));
        }
        assertTrue(NpyFile.readLongs(run.tokens(subset, id)).length > 0);
    }

    @ParameterizedTest
    @MethodSource("rejectedIds")
    void onlyTheClipWithBrokenAudioIsSkippedAndReported(String id) {
        assertEquals(1, problems.getOrDefault(id, List.of()).size(), "problems of " + id);
        Problem problem = problems.get(id).getFirst();
        assertEquals("spectrograms", problem.stage());
        assertFalse(problem.reason().isBlank());
        for (Split subset : Split.values()) {
            assertFalse(Files.exists(run.spectrogram(subset, id)), subset + " has a spectrogram of " + id);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav-cut", "flac-cut-at-51", "flac-cut-at-75", "flac-damaged", "mp3-cut"})
    void truncatedAudioIsReportedWithItsRemainingDuration(String id) {
        String reason = problems.get(id).getFirst().reason();
        assertTrue(reason.matches("is truncated( or damaged)?: 0\\.\\d\\d of 1\\.\\d\\d s could be decoded"), reason);
    }

    @Test
    void audioWithADamagedPacketIsReportedAsDamaged() {
        String reason = problems.get("flac-cut-at-99").getFirst().reason();
        assertTrue(reason.startsWith("is damaged: 1 of its packets could not be decoded"), reason);
    }

    @Test
    void brokenMetadataRowsAreReported() {
        assertEquals(
                List.of(
                        "../../escape",
                        ".hidden",
                        "/tmp/absolute",
                        "back\\slash",
                        "backwards",
                        "no-label",
                        "only-an-id",
                        "open-quote",
                        "wrong-time",
                        "x".repeat(60) + "…"),
                report.problems().stream().map(Problem::id).sorted().toList());
        assertEquals(Map.of("/m/none", 1), report.unknownLabels());
        assertEquals(1, report.repeatedIds());
    }

    @Test
    void theSummaryCountsSkippedClipsAndRows() throws IOException {
        JsonNode summary = JsonMapper.shared().readTree(Files.readString(run.summary()));
        assertEquals(problems.size(), summary.at("/clips/skipped").asInt(-1), summary.toString());
    }

    @Test
    void onlyUsableClipsHavePlayers() {
        String listed = new DatasetFigures(configuration(), report).clips(200).text();
        assertTrue(listed.contains("(flac)"), listed);
        for (String id : List.of("empty", "text", "flac-cut-at-51", "mp3-cut", "video-without-sound")) {
            assertFalse(listed.contains("(" + id + ")"), listed);
        }
    }

    @Test
    void noFileIsWrittenOutsideTheRunFolder() throws IOException {
        assertEquals(filesBefore, filesOutsideTheRun());
    }

    @Test
    void aTruncatedOntologyIsReportedWithItsPath() throws IOException {
        Path ontology = folder.resolve("run/cut.json");
        Files.writeString(ontology, "[{\"id\": \"/m/a\", \"na");
        AudioTokensException exception = assertThrows(AudioTokensException.class, () -> new DatasetSplitter(
                        configuration().with(Map.of("ontology", ontology.toString())))
                .run(Progress.silent()));
        assertTrue(
                exception.getMessage().startsWith("the ontology " + ontology + " is not valid JSON"),
                exception.getMessage());
    }

    @Test
    void aSplitWithAPathTraversalOrARepeatedClipIsRejected() throws IOException {
        Configuration configuration = configuration().with(Map.of("outputPath", path("run/split")));
        Path split = RunFolder.of(configuration).split();
        Files.createDirectories(split.getParent());
        for (String text : List.of(
                "{\"train\": [\"../x\"], \"validation\": []}",
                "{\"train\": [\"a\"], \"validation\": [\"a\"]}",
                "{\"train\": [\"a\"],",
                "[]")) {
            Files.writeString(split, text);
            assertThrows(StageException.class, () -> new DatasetSplitter(configuration).run(Progress.silent()), text);
        }
    }

    @Test
    void onlyClipsWithInvalidSpectrogramFilesAreSkipped() throws IOException {
        Configuration configuration = configuration().with(Map.of("outputPath", path("run/other")));
        RunFolder otherRun = RunFolder.of(configuration);
        new SplitFile(List.of("whole", "integers", "bands", "axes", "cut", "text", "unknown"), List.of("big-endian"))
                .write(otherRun.split());
        Files.copy(run.centroids(), otherRun.centroids());
        float[] values = new float[16 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        NpyFile.write(otherRun.spectrogram(Split.TRAIN, "whole"), values, 16, 4);
        NpyFile.write(otherRun.spectrogram(Split.TRAIN, "integers"), new long[64], 16, 4);
        NpyFile.write(otherRun.spectrogram(Split.TRAIN, "bands"), values, 8, 8);
        NpyFile.write(otherRun.spectrogram(Split.TRAIN, "axes"), values, 64);
        byte[] complete = Files.readAllBytes(otherRun.spectrogram(Split.TRAIN, "whole"));
        Files.write(otherRun.spectrogram(Split.TRAIN, "cut"), cut(complete, 0.7));
        Files.writeString(otherRun.spectrogram(Split.TRAIN, "text"), "no array");
        Files.createDirectories(otherRun.spectrograms(Split.VALIDATION));
        String swapped = new String(complete, StandardCharsets.ISO_8859_1).replace("<f4", ">f4");
        Files.write(
                otherRun.spectrogram(Split.VALIDATION, "big-endian"), swapped.getBytes(StandardCharsets.ISO_8859_1));
        new SpecTokenizer(configuration).run(Progress.silent());
        assertEquals(4, NpyFile.readLongs(otherRun.tokens(Split.TRAIN, "whole")).length);
        assertEquals(
                List.of("axes", "bands", "big-endian", "cut", "integers", "text"),
                ProblemLog.read(otherRun.problems()).stream().map(Problem::id).toList());
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Configuration configuration() {
        return Configuration.of(Map.ofEntries(
                Map.entry("audioPath", folder.resolve("audio").toString()),
                Map.entry("audioSets", "set"),
                Map.entry("segments", folder.resolve("segments.csv").toString()),
                Map.entry("ontology", folder.resolve("ontology.json").toString()),
                Map.entry("outputPath", folder.resolve("run").toString()),
                Map.entry("sampleRate", "22050"),
                Map.entry("nMels", "16"),
                Map.entry("vocabSize", "10"),
                Map.entry("maxProblemRatio", "1"),
                Map.entry("threads", "2")));
    }

    private Set<String> filesOutsideTheRun() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> !file.startsWith(folder.resolve("run")))
                    .map(Path::toString)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void write(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.createDirectories(pathOf(file.getKey()).getParent());
            Files.write(pathOf(file.getKey()), file.getValue());
        }
    }

    private Path pathOf(String id) {
        return folder.resolve("audio/set").resolve(id.substring(0, 2)).resolve(id + ".flac");
    }

    private static String row(String id) {
        return id + ", 0, 1, \"/m/a\"";
    }

    private static double[] tone(int length) {
        double[] samples = new double[length];
        Arrays.setAll(samples, i -> 0.5 * Math.sin(0.05 * i));
        return samples;
    }

    private static double[] filled(int length, double value) {
        double[] samples = new double[length];
        Arrays.fill(samples, value);
        return samples;
    }

    private static byte[] flac() {
        float[] samples = new float[22050];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.5 * Math.sin(0.05 * i * i / 1000));
        }
        return FlacEncoder.encode(new float[][] {samples}, 22050);
    }

    private static byte[] cut(byte[] file, double fraction) {
        return Arrays.copyOf(file, (int) (fraction * file.length));
    }

    /** Removes an MP3 file's tag and its first frame, which contains the number of frames. */
    private static byte[] withoutLength(byte[] mp3) {
        String text = new String(mp3, StandardCharsets.ISO_8859_1);
        int tagStart = Math.max(text.indexOf("Xing"), text.indexOf("Info"));
        return Arrays.copyOfRange(mp3, text.indexOf("\u00ff\u00fb", tagStart), mp3.length);
    }

    /** Returns about 60% of an MP3 file, up to the end of a frame. */
    private static byte[] cutBetweenFrames(byte[] mp3) {
        String text = new String(mp3, StandardCharsets.ISO_8859_1);
        String header = text.substring(0, 2);
        return Arrays.copyOf(mp3, text.indexOf(header, (int) (0.6 * mp3.length)));
    }

    private static byte[] damaged(byte[] file, double position) {
        byte[] damaged = file.clone();
        damaged[(int) (position * file.length)] ^= 0x55;
        return damaged;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] patched(byte[] wav, int offset, int value) {
        return ByteBuffer.wrap(wav.clone())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(offset, value)
                .array();
    }

    private static byte[] patchedShort(byte[] wav, int offset, int value) {
        return ByteBuffer.wrap(wav.clone())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(offset, (short) value)
                .array();
    }

    /** Makes the data chunk of a WAV file declare a size of two gigabytes. */
    private static byte[] withDeclaredSizeOfTwoGigabytes(byte[] wav) {
        return patched(patched(wav, 4, Integer.MAX_VALUE), 40, Integer.MAX_VALUE - 36);
    }
}
