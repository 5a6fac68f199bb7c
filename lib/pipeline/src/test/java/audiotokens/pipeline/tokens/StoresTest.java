package audiotokens.pipeline.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import audiotokens.audio.FlacEncoder;
import audiotokens.audio.WavFile;
import audiotokens.file.FileTree;
import audiotokens.pipeline.TinyCorpus;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.Problem;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.spectrograms.SpectrogramReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares a run that stores spectrograms and tokens in one file per clip with runs that store no spectrograms or store
 * tokens in Parquet files.
 */
class StoresTest {
    private static final int CLIPS_PER_FILE = 3;

    /** The memory mappings of this process, on Linux. */
    private static final Path MEMORY_MAPS = Path.of("/proc/self/maps");

    @TempDir
    Path folder;

    /** Creates clips, some of them missing, damaged or too short. */
    private Configuration corpus(String... overrides) throws IOException {
        double[] tooFewSamples = new double[100];
        double[] hugeSamples = new double[8000];
        Arrays.fill(hugeSamples, 1e25);
        List<String> allOverrides = new ArrayList<>(List.of("framesPerCentroid=6"));
        allOverrides.addAll(List.of(overrides));
        return new TinyCorpus(folder)
                .addTones(3)
                .addMissing("missing")
                .add("damaged", "no audio".getBytes(StandardCharsets.UTF_8))
                .add("short", WavFile.encode(WavFile.Type.INT16, 8000, 1, tooFewSamples))
                .add("overflowing", WavFile.encode(WavFile.Type.FLOAT32, 8000, 1, hugeSamples))
                .add("resampled", WavFile.encode(WavFile.Type.INT16, 11025, 1, sweep(9000)))
                .addTones(3, 9)
                .configure(allOverrides.toArray(String[]::new));
    }

    private static double[] sweep(int length) {
        double[] samples = new double[length];
        for (int i = 0; i < length; i++) {
            samples[i] = 0.5 * Math.sin(1e-5 * i * i);
        }
        return samples;
    }

    private Configuration copyOfRun(String name, Configuration configuration, String spectrograms, String tokens)
            throws IOException {
        Configuration copy = configuration.with(Map.of(
                "outputPath", folder.resolve(name).toString(),
                "spectrogramStore", spectrograms,
                "tokenStore", tokens));
        copyFolder(RunFolder.of(configuration).path(), RunFolder.of(copy).path());
        return copy;
    }

    /** Copies a folder. */
    private static void copyFolder(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = target.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static TokenReport tokenize(Configuration configuration) {
        new SpectrogramGenerator(configuration).run(Progress.silent());
        new ClusterCreator(configuration).run(Progress.silent());
        return new SpecTokenizer(
                        configuration, Executor.of(configuration), RunTokenizer.factory(configuration), CLIPS_PER_FILE)
                .run(Progress.silent());
    }

    private static List<Problem> problems(Configuration configuration) throws IOException {
        return ProblemLog.read(RunFolder.of(configuration).problems());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vocabSize=10",
                "normalize=true",
                "normalizeCorpus=true",
                "useConvolution=true,patchFrames=3,whitenComponents=8",
                "tokenizerType=residual,residualLevels=2",
                "framesPerCentroid=0",
                "nFft=511,hopLength=100"
            })
    void centroidsAndTokensWithoutStoredSpectrogramsAreByteIdentical(String overrides) throws IOException {
        Configuration corpus = corpus(overrides.split(","));
        Configuration filesRun = copyOfRun("files", corpus, "files", "files");
        Configuration unstoredRun = copyOfRun("none", corpus, "none", "files");
        TokenReport expected = tokenize(filesRun);
        TokenReport actual = tokenize(unstoredRun);
        assertEquals(expected.trainClips(), actual.trainClips());
        assertEquals(expected.validationClips(), actual.validationClips());
        assertArrayEquals(expected.statistics().counts(), actual.statistics().counts());
        assertEquals(problems(filesRun), problems(unstoredRun), "unusable clips are reported equally");
        assertEquals(4, problems(unstoredRun).size());
        Path outputs = RunFolder.of(filesRun).path();
        for (String name : List.of("centroids.npy", "tokenizer", "frame_features", "tokenized_audio")) {
            assertSameFiles(
                    outputs.resolve(name), RunFolder.of(unstoredRun).path().resolve(name));
        }
        assertFalse(Files.exists(RunFolder.of(unstoredRun).spectrograms(Split.TRAIN)), "no spectrogram is stored");
    }

    /** If no spectrograms are stored, stage 3 decodes only a few blocks of these clips. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sampleRate=8000",
                "sampleRate=22050,nMels=32",
                "sampleRate=44100,hopLength=512,normalizeCorpus=true",
                "sampleRate=22050,patchFrames=5,whitenComponents=8",
                "sampleRate=22050,normalize=true",
                "sampleRate=22050,framesPerCentroid=0"
            })
    void flacClipsHaveTheSameCentroidsTokensAndProblems(String overrides) throws IOException {
        Random random = new Random(7);
        TinyCorpus clips = new TinyCorpus(folder);
        for (int clip = 0; clip < 9; clip++) {
            float[][] channels = new float[1 + clip % 2][40_000 + 1000 * clip];
            for (float[] channel : channels) {
                for (int i = 0; i < channel.length; i++) {
                    channel[i] = 0.4f * (float) Math.sin((0.01 + 0.02 * clip) * i) + random.nextFloat() / 10;
                }
            }
            byte[] file = FlacEncoder.encode(channels, clip == 5 ? 22050 : 44100);
            if (clip == 4) {
                file[file.length * 2 / 3] ^= 8;
            }
            clips.add("clip" + clip, file);
        }
        List<String> allOverrides = new ArrayList<>(List.of("framesPerCentroid=2"));
        allOverrides.addAll(List.of(overrides.split(",")));
        Configuration corpus = clips.configure(allOverrides.toArray(String[]::new));
        Configuration filesRun = copyOfRun("files", corpus, "files", "files");
        Configuration unstoredRun = copyOfRun("none", corpus, "none", "files");
        tokenize(filesRun);
        tokenize(unstoredRun);
        assertEquals(problems(filesRun), problems(unstoredRun));
        assertEquals(
                List.of("clip4"),
                problems(unstoredRun).stream().map(Problem::id).toList());
        for (String name : List.of("centroids.npy", "frame_features", "tokenized_audio")) {
            assertSameFiles(
                    RunFolder.of(filesRun).path().resolve(name),
                    RunFolder.of(unstoredRun).path().resolve(name));
        }
    }

    private static void assertSameFiles(Path expected, Path found) throws IOException {
        if (!Files.exists(expected)) {
            assertFalse(Files.exists(found));
            return;
        }
        List<Path> files = FileTree.filesBelow(expected);
        assertEquals(files.size(), FileTree.filesBelow(found).size());
        for (Path file : files) {
            Path other = found.resolve(expected.relativize(file).toString());
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other), file.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clipsMissingOrChangedAfterStage2AreReportedWithWhatToDo(boolean missing) throws IOException {
        Configuration unstoredRun = copyOfRun("none", corpus(), "none", "files");
        SpectrogramReport spectrogramReport = new SpectrogramGenerator(unstoredRun).run(Progress.silent());
        String id = SplitFile.read(RunFolder.of(unstoredRun).split()).train().stream()
                .filter(trainId -> trainId.startsWith("tone"))
                .findFirst()
                .orElseThrow();
        Path audio = FileTree.filesBelow(folder.resolve("audio")).stream()
                .filter(file -> file.getFileName().toString().startsWith(id + "."))
                .findFirst()
                .orElseThrow();
        if (missing) {
            Files.delete(audio);
        } else {
            Files.write(audio, WavFile.encode(WavFile.Type.INT16, 8000, 1, sweep(2000)));
        }
        StageException exception = assertThrows(StageException.class, () -> tokenize(unstoredRun));
        Path frames = RunFolder.of(unstoredRun).path().resolve("spectrograms/train_frames.npy");
        assertTrue(exception.getMessage().contains(audio.getFileName().toString()), exception.getMessage());
        assertTrue(
                exception.getMessage().contains("delete " + frames + " and run the spectrograms notebook again"),
                exception.getMessage());

        Files.delete(frames);
        TokenReport tokenReport = tokenize(unstoredRun);
        assertEquals(spectrogramReport.trainClips() - (missing ? 1 : 0), tokenReport.trainClips());
        assertEquals(missing, problems(unstoredRun).stream().anyMatch(problem -> problem.id()
                .equals(id)));
    }

    @Test
    void spectrogramReportDoesNotDependOnTheStore() throws IOException {
        Configuration corpus = corpus();
        SpectrogramReport storedReport =
                new SpectrogramGenerator(copyOfRun("files", corpus, "files", "files")).run(Progress.silent());
        SpectrogramReport unstoredReport =
                new SpectrogramGenerator(copyOfRun("none", corpus, "none", "files")).run(Progress.silent());
        assertEquals(storedReport.trainClips(), unstoredReport.trainClips());
        assertEquals(storedReport.validationClips(), unstoredReport.validationClips());
        assertEquals(storedReport.frames(), unstoredReport.frames());
        assertEquals(storedReport.problems(), unstoredReport.problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vocabSize=10", "vocabSize=300", "tokenizerType=residual,residualLevels=3"})
    void parquetContainsTheTokensOfTheFiles(String overrides) throws IOException {
        Configuration corpus = corpus(overrides.split(","));
        Configuration filesRun = copyOfRun("files", corpus, "files", "files");
        Configuration parquetRun = copyOfRun("parquet", corpus, "none", "parquet");
        TokenReport expected = tokenize(filesRun);
        TokenReport actual = tokenize(parquetRun);
        assertEquals(expected.trainClips(), actual.trainClips());
        assertEquals(expected.validationClips(), actual.validationClips());
        assertArrayEquals(expected.statistics().counts(), actual.statistics().counts());
        RunTokens fileTokens = RunTokens.of(filesRun);
        RunTokens parquetTokens = RunTokens.of(parquetRun);
        assertEquals(fileTokens.streams(), parquetTokens.streams());
        SplitFile split = SplitFile.read(RunFolder.of(filesRun).split());
        for (Split subset : Split.values()) {
            for (String id : split.ids(subset)) {
                assertEquals(fileTokens.contains(subset, id), parquetTokens.contains(subset, id), id);
                if (fileTokens.contains(subset, id)) {
                    assertEquals(fileTokens.read(subset, id), parquetTokens.read(subset, id), id);
                    assertEquals(
                            fileTokens.approximateLength(subset, id), parquetTokens.approximateLength(subset, id), id);
                }
            }
        }
        assertEquals(
                LabelProfiles.of(filesRun).overallCounts().length,
                LabelProfiles.of(parquetRun).overallCounts().length);
        assertArrayEquals(
                LabelProfiles.of(filesRun).overallCounts(),
                LabelProfiles.of(parquetRun).overallCounts());
    }

    @Test
    void otherProgramsCanReadTheParquetFiles() throws Exception {
        Configuration parquetRun =
                copyOfRun("parquet", corpus("vocabSize=300", "framesPerCentroid=2"), "files", "parquet");
        tokenize(parquetRun);
        Path tokens = TokenShard.folder(RunFolder.of(parquetRun));
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM '" + tokens + "/*.parquet'")) {
            List<String> columnTypes = new ArrayList<>();
            while (columns.next()) {
                columnTypes.add(columns.getString(1) + " " + columns.getString(2));
            }
            assertEquals(
                    List.of("id VARCHAR", "subset VARCHAR", "frames USMALLINT[]", "labels VARCHAR[]"), columnTypes);
        }
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows = statement.executeQuery("SELECT subset, len(frames), labels FROM '" + tokens
                        + "/train-*.parquet' WHERE id = 'tone0'")) {
            assertTrue(rows.next());
            assertEquals("train", rows.getString(1));
            assertEquals(63, rows.getInt(2));
            assertEquals("[/m/a]", rows.getString(3));
            assertFalse(rows.next());
        }
    }

    /** Uses the Python of MLFLOW_PYTHON, which has pandas and PyArrow; tests {@code datasets} only if installed. */
    @Test
    void pandasAndTheHuggingFaceLibraryReadTheParquetFiles() throws Exception {
        String python = System.getenv("MLFLOW_PYTHON");
        assumeTrue(python != null && Files.isExecutable(Path.of(python)), "no MLFLOW_PYTHON with PyArrow");
        Configuration parquetRun =
                copyOfRun("parquet", corpus("vocabSize=300", "framesPerCentroid=2"), "files", "parquet");
        TokenReport report = tokenize(parquetRun);
        Process process = new ProcessBuilder(
                        python,
                        "../testing/python/parquet_tokens.py",
                        TokenShard.folder(RunFolder.of(parquetRun)).toString(),
                        "tone0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor());
        String tokens = Arrays.stream(
                        RunTokens.of(parquetRun).read(Split.TRAIN, "tone0").firstStream())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
        assertFalse(output.isEmpty());
        for (String line : output) {
            String program = line.substring(0, line.indexOf('|'));
            assertEquals(program + "|" + report.trainClips() + "|" + tokens + "|/m/a", line);
        }
    }

    @Test
    void aStoppedStageKeepsCompleteFiles() throws IOException {
        Configuration parquetRun = copyOfRun("parquet", corpus(), "none", "parquet");
        TokenReport completeReport = tokenize(parquetRun);
        Path tokens = TokenShard.folder(RunFolder.of(parquetRun));
        List<Path> files = FileTree.filesBelow(tokens);
        assertTrue(files.size() > 3, files.toString());
        byte[] deleted = Files.readAllBytes(files.get(1));
        Files.delete(files.get(1));
        FileTime oldTime = FileTime.fromMillis(0);
        Files.setLastModifiedTime(files.getFirst(), oldTime);
        TokenReport secondReport = tokenize(parquetRun);
        assertEquals(oldTime, Files.getLastModifiedTime(files.getFirst()), "a complete file is not rewritten");
        assertArrayEquals(deleted, Files.readAllBytes(files.get(1)));
        assertEquals(completeReport.trainClips(), secondReport.trainClips());
        assertArrayEquals(
                completeReport.statistics().counts(), secondReport.statistics().counts());
        assertEquals(completeReport.problems(), secondReport.problems());
    }

    @Test
    void aDamagedFileIsNamedAndRecomputed() throws IOException {
        Configuration parquetRun = copyOfRun("parquet", corpus(), "none", "parquet");
        tokenize(parquetRun);
        Path tokens = TokenShard.folder(RunFolder.of(parquetRun));
        List<Path> files = FileTree.filesBelow(tokens);
        byte[] whole = Files.readAllBytes(files.getFirst());
        Files.write(files.getFirst(), Arrays.copyOf(whole, whole.length / 2));
        IOException exception =
                assertThrows(IOException.class, () -> RunTokens.of(parquetRun).read(Split.TRAIN, "tone0"));
        assertTrue(exception.getMessage().startsWith(files.getFirst() + " is damaged"), exception.getMessage());
        assertTrue(
                exception.getMessage().endsWith("delete it and run the tokens notebook again"), exception.getMessage());
        Files.delete(files.get(2));
        tokenize(parquetRun);
        assertArrayEquals(whole, Files.readAllBytes(files.getFirst()));
    }

    @Test
    void aFileOfAnotherRunIsRejectedByTheStageAndByReaders() throws IOException {
        Configuration corpus = corpus();
        Configuration parquetRun = copyOfRun("parquet", corpus, "none", "parquet");
        Configuration otherRun = copyOfRun("other", corpus.with(Map.of("vocabSize", "11")), "none", "parquet");
        tokenize(parquetRun);
        tokenize(otherRun);
        Path file =
                FileTree.filesBelow(TokenShard.folder(RunFolder.of(parquetRun))).getFirst();
        byte[] original = Files.readAllBytes(file);
        Path otherRunsFile = TokenShard.folder(RunFolder.of(otherRun)).resolve(file.getFileName());
        Files.copy(otherRunsFile, file, StandardCopyOption.REPLACE_EXISTING);
        String message = file + " belongs to another run; move it away and run the tokens notebook again";
        IOException readerException =
                assertThrows(IOException.class, () -> RunTokens.of(parquetRun).read(Split.TRAIN, "tone0"));
        assertEquals(message, readerException.getMessage());
        Files.delete(file.resolveSibling("train-00001-of-00004.parquet"));
        StageException stageException = assertThrows(StageException.class, () -> tokenize(parquetRun));
        assertEquals(message, stageException.getMessage());
        assertArrayEquals(Files.readAllBytes(otherRunsFile), Files.readAllBytes(file), "the file is not overwritten");
        Files.delete(file);
        tokenize(parquetRun);
        assertArrayEquals(original, Files.readAllBytes(file));
        Path copied = file.resolveSibling("more.parquet");
        Files.copy(otherRunsFile, copied);
        IOException exceptionForCopy =
                assertThrows(IOException.class, () -> RunTokens.of(parquetRun).read(Split.TRAIN, "tone0"));
        assertTrue(
                exceptionForCopy.getMessage().startsWith(copied + " belongs to another run"),
                exceptionForCopy.getMessage());
    }

    @Test
    void spectrogramModelRequiresStoredSpectrograms() {
        ConfigurationException exception = assertThrows(
                ConfigurationException.class,
                () -> Configuration.of(
                        Map.of("spectrogramStore", "none", "modelType", "cnn", "datasetType", "RawSTFTDataset")));
        assertEquals(
                "spectrogramStore: with none, no spectrograms are stored, but the model reads them"
                        + " (datasetType=RawSTFTDataset); it must be files",
                exception.getMessage());
    }

    @Test
    void filesOfAnotherProgramAreRejected() throws IOException {
        Configuration corpus = corpus();
        Configuration filesRun = copyOfRun("files", corpus, "files", "files");
        tokenize(filesRun);
        Configuration unstoredRun = copyOfRun("none", corpus, "none", "files");
        copyFolder(
                RunFolder.of(filesRun).path().resolve("spectrograms"),
                RunFolder.of(unstoredRun).path().resolve("spectrograms"));
        StageException spectrogramException = assertThrows(StageException.class, () -> tokenize(unstoredRun));
        assertTrue(
                spectrogramException.getMessage().startsWith("spectrogramStore: "), spectrogramException.getMessage());
        Configuration parquetRun = copyOfRun("parquet", corpus, "none", "parquet");
        copyFolder(
                RunFolder.of(filesRun).path().resolve("tokenized_audio"),
                RunFolder.of(parquetRun).path().resolve("tokenized_audio"));
        StageException tokenException = assertThrows(StageException.class, () -> tokenize(parquetRun));
        assertTrue(tokenException.getMessage().startsWith("tokenStore: "), tokenException.getMessage());
    }

    @Test
    void allReadersOfAProcessShareOneUnpackedCopyUntilTheFilesChange() throws IOException {
        Configuration parquetRun = copyOfRun("parquet", corpus(), "none", "parquet");
        tokenize(parquetRun);
        for (int reader = 0; reader < 3; reader++) {
            assertTrue(RunTokens.of(parquetRun).contains(Split.TRAIN, "tone0"));
        }
        List<Path> files = FileTree.filesBelow(TokenShard.folder(RunFolder.of(parquetRun))).stream()
                .filter(file -> file.getFileName().toString().startsWith("train"))
                .sorted()
                .toList();
        TokenColumns columns = new TokenColumns(RunTokenizer.streams(parquetRun));
        UnpackedTokens copy = unpacked(files, columns);
        assertSame(copy, unpacked(files, columns));
        if (Files.exists(MEMORY_MAPS)) {
            assertEquals(1, countMappedFiles(), "copies mapped into memory");
        }
        Files.setLastModifiedTime(files.getFirst(), FileTime.fromMillis(0));
        assertNotSame(copy, unpacked(files, columns));
    }

    /** Returns the number of unpacked files mapped into memory. */
    private long countMappedFiles() throws IOException {
        return Files.readAllLines(MEMORY_MAPS).stream()
                .filter(line -> line.contains(folder.toString()) && line.contains(".unpacked"))
                .count();
    }

    private UnpackedTokens unpacked(List<Path> files, TokenColumns columns) throws IOException {
        try (Connection database = TokenDatabase.open()) {
            return UnpackedTokensCache.shared().get(files, columns, folder, database);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Test
    void tokensAreUnpackedElsewhereIfTheRunsFolderCannotBeWritten() throws IOException, SQLException {
        Configuration parquetRun = copyOfRun("parquet", corpus(), "none", "parquet");
        tokenize(parquetRun);
        List<Path> files = FileTree.filesBelow(TokenShard.folder(RunFolder.of(parquetRun)));
        try (Connection database = TokenDatabase.open()) {
            UnpackedTokens tokens = UnpackedTokens.of(
                    files, new TokenColumns(RunTokenizer.streams(parquetRun)), Path.of("/proc/read-only"), database);
            assertArrayEquals(
                    RunTokens.of(parquetRun).read(Split.TRAIN, "tone0").firstStream(),
                    tokens.read("tone0").firstStream());
        }
    }

    @Test
    void missingTokensNameTheNotebookToRun() throws IOException {
        Configuration parquetRun = copyOfRun("parquet", corpus(), "none", "parquet");
        IOException exception =
                assertThrows(IOException.class, () -> RunTokens.of(parquetRun).read(Split.TRAIN, "tone0"));
        assertTrue(exception.getMessage().endsWith("run the tokens notebook first"), exception.getMessage());
    }
}
