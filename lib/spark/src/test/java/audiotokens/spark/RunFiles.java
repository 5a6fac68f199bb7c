package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of a run from audio to tokens. */
final class RunFiles {
    private RunFiles() {}

    /** Runs the stages from dataset to tokens. */
    static void runToTokens(Configuration configuration, Progress progress) {
        new DatasetSplitter(configuration).run(progress);
        new SpectrogramGenerator(configuration).run(progress);
        new ClusterCreator(configuration).run(progress);
        new SpecTokenizer(configuration).run(progress);
    }

    /**
     * Asserts that files are byte-identical, and that summaries and problems are equal except for times and engine
     * keys.
     */
    static void assertSame(Configuration expected, Configuration actual) throws IOException {
        assertSame(files(expected), files(actual));
        assertEquals(clips(expected), clips(actual));
    }

    /**
     * Like {@link #assertSame}, for runs that read the same audio at different locations: ignores the paths of the
     * audio, which are in the index and in the sources of problems.
     */
    static void assertSameExceptPaths(Configuration expected, Configuration actual) throws IOException {
        assertSame(withoutCsvFiles(expected), withoutCsvFiles(actual));
        assertEquals(clips(expected), clips(actual));
        assertEquals(problems(expected), problems(actual));
    }

    private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }

    private static Map<String, byte[]> withoutCsvFiles(Configuration configuration) throws IOException {
        Map<String, byte[]> files = files(configuration);
        files.keySet().removeIf(name -> name.endsWith(".csv"));
        return files;
    }

    /** Returns stage, id and reason of each problem. */
    private static List<String> problems(Configuration configuration) throws IOException {
        return ProblemLog.read(RunFolder.of(configuration).problems()).stream()
                .map(problem -> problem.stage() + " " + problem.id() + " " + problem.reason())
                .toList();
    }

    private static JsonNode clips(Configuration configuration) throws IOException {
        Path summary = RunFolder.of(configuration).summary();
        return JsonMapper.shared().readTree(Files.readString(summary)).get("clips");
    }

    /** Reads the compared files. Executors of a killed driver may still be deleting their temporary files beside them. */
    private static Map<String, byte[]> files(Configuration configuration) throws IOException {
        Path run = RunFolder.of(configuration).path();
        Map<String, byte[]> files = new TreeMap<>();
        Files.walkFileTree(run, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString()
                        .matches(".*\\.npy|.*/problems\\.csv|.*/audio_index\\.csv|.*(split|normalization).json")) {
                    files.put(run.relativize(file).toString(), Files.readAllBytes(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && file.toString().endsWith(".partial")) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return files;
    }
}
