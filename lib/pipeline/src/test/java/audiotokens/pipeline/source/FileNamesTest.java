package audiotokens.pipeline.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.audio.FlacEncoder;
import audiotokens.audio.WavFile;
import audiotokens.file.FileName;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs stages 1 and 2 in separate processes, since a JVM takes the encoding of file names from the locale at its start.
 */
class FileNamesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void createFoldersWithNamesInUtf8AndInLatin1() throws Exception {
        Path wav = Files.write(folder.resolve("a.wav"), tone());
        Path flac = Files.write(folder.resolve("a.flac"), FlacEncoder.encode(new float[][] {new float[8000]}, 8000));
        // Java cannot create file names in an encoding other than the locale's
        bash("mkdir -p audio/dog $'audio/B\\xc3\\xa4r' $'audio/B\\xe4r' $'audio/B\\xf6r' && for d in audio/*; do cp "
                + wav + " \"$d/1.wav\"; cp " + flac + " \"$d/2.flac\"; cp " + wav + " \"$d/\"$'\\xe9t\\xe9.wav'; done");
    }

    @Test
    void fileNamesInAnotherEncodingStayDistinct() throws Exception {
        List<String> lines = run("C.UTF-8");
        assertEquals(
                List.of("done Bör_1", "done Bör_2", "done Bör_été", "done dog_1", "done dog_2", "done dog_été"),
                lines.stream().filter(line -> !line.contains("-")).toList());
        // the two folders Bär, one in each encoding, give each name twice
        assertEquals(12, lines.size(), lines.toString());
        assertEquals(
                6,
                lines.stream()
                        .filter(line -> line.matches("done Bär_(1|2|été)-[0-9a-f]{12}"))
                        .count(),
                lines.toString());
    }

    @Test
    void unencodableFileNameSkipsOnlyItsClip() throws Exception {
        List<String> lines = run("C");
        assertEquals(
                List.of("done dog_1", "done dog_2"),
                lines.stream().filter(line -> line.startsWith("done")).toList());
        assertEquals(12, lines.size(), lines.toString());
        assertTrue(
                lines.stream()
                        .filter(line -> line.startsWith("skipped"))
                        .allMatch(line -> line.contains("set the environment variable LC_ALL=C.UTF-8")),
                lines.toString());
    }

    private List<String> run(String locale) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TwoStages.class.getName(),
                folder.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), Files.readString(folder.resolve("errors")));
        return out.lines().sorted().toList();
    }

    private void bash(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-ec", script)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }

    private static byte[] tone() {
        double[] samples = new double[8000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = 0.5 * Math.sin(0.1 * i);
        }
        return WavFile.encode(WavFile.Type.INT16, 8000, 1, samples);
    }

    /** Prints for each clip that its spectrogram exists or why it was skipped. */
    static final class TwoStages {
        private TwoStages() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Configuration configuration = Configuration.of(Map.of(
                    "sourceType", "folders",
                    "audioPath", folder.resolve("audio").toString(),
                    "outputPath", folder.resolve("run").toString(),
                    "validationRatio", "0.5",
                    "maxProblemRatio", "1"));
            new DatasetSplitter(configuration).run(Progress.silent());
            new SpectrogramGenerator(configuration).run(Progress.silent());
            RunFolder run = RunFolder.of(configuration);
            List<String> lines = new ArrayList<>();
            for (Split subset : Split.values()) {
                try (Stream<Path> files = Files.list(run.spectrograms(subset))) {
                    files.forEach(file -> lines.add(
                            "done " + FileName.text(file.getFileName()).replace(".npy", "")));
                }
            }
            ProblemLog.read(run.problems())
                    .forEach(problem -> lines.add("skipped " + problem.id() + " " + problem.reason()));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            lines.forEach(out::println);
        }
    }
}
