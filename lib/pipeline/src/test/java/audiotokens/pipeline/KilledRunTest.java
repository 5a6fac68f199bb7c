package audiotokens.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run repeatedly, resumes it, and compares its files with those of an uninterrupted run.
 *
 * <p>By default, it kills a run three times and runs the stages up to tokens. The long form is
 * {@code mvn test -Dtest=KilledRunTest -DkilledRun.kills=20 -DkilledRun.lastStage=evaluation}.
 */
class KilledRunTest {
    private static final int N_KILLS = Integer.getInteger("killedRun.kills", 3);
    private static final String LAST_STAGE = System.getProperty("killedRun.lastStage", "tokens");

    @TempDir
    Path folder;

    @Tag("slow")
    @Test
    void aKilledRunResumesAndWritesTheSameFiles() throws Exception {
        RunProcess uninterrupted = new RunProcess(folder, folder.resolve("unbroken"), LAST_STAGE);
        finish(uninterrupted);
        long start = System.nanoTime();
        finish(new RunProcess(folder, folder.resolve("timed"), LAST_STAGE));
        long uninterruptedMillis = (System.nanoTime() - start) / 1_000_000;
        Map<String, byte[]> expected = uninterrupted.files();
        Random random = new Random(42);
        int nKills = 0;
        for (int round = 0; nKills < N_KILLS; round++) {
            RunProcess run = new RunProcess(folder, folder.resolve("killed" + round), LAST_STAGE);
            boolean ended = false;
            while (!ended && nKills < N_KILLS) {
                Process process = run.start();
                ended = process.waitFor(random.nextLong(uninterruptedMillis), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                    nKills++;
                }
            }
            finish(run);
            assertSameFiles(expected, run.files());
        }
        System.out.println(nKills + " kills of runs up to " + LAST_STAGE + ", identical files: " + expected.size());
    }

    @Test
    void aSecondProcessInTheSameFolderIsRejected() throws Exception {
        RunProcess run = new RunProcess(folder, folder.resolve("busy"), "dataset");
        Configuration configuration =
                Configuration.of(Map.of("outputPath", folder.resolve("busy").toString()));
        try (StageRun<?> first = StageRun.begin(configuration, StageStub.stage("clusters"))) {
            assertEquals(1, run.start().waitFor());
            String message = read(run.log());
            String expected = "another run is using " + folder.resolve("busy") + " (process "
                    + ProcessHandle.current().pid() + ")";
            assertTrue(message.contains(expected), message);
            assertTrue(!first.alreadyFinished());
        }
        finish(run);
    }

    private static void finish(RunProcess run) throws IOException, InterruptedException {
        int status = run.start().waitFor();
        assertEquals(0, status, () -> read(run.log()));
    }

    static void assertSameFiles(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        assertTrue(expected.size() > 40, "files of the run: " + expected.keySet());
        assertEquals(
                List.of(),
                expected.keySet().stream()
                        .filter(name -> !Arrays.equals(expected.get(name), actual.get(name)))
                        .toList());
    }

    static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
