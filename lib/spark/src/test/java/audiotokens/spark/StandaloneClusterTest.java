package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.headless.RunStages;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.ProblemLog;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a standalone cluster, a master and two workers of one core, give the same results as the local engine. */
@Tag("slow")
class StandaloneClusterTest {
    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;
    private static ManyClips clips;
    private static Configuration local;

    @BeforeAll
    static void startTheClusterAndRunLocally() throws IOException {
        cluster = new StandaloneCluster(Path.of("target/cluster"));
        clips = new ManyClips(folder.resolve("audio"), Integer.getInteger("cluster.clips", 2000));
        local = Configuration.of(clips.settings(folder.resolve("local")));
        RunFiles.runToTokens(local, Progress.silent());
    }

    @BeforeEach
    void startMissingWorkers() throws IOException {
        while (cluster.workerCount() < 2) {
            cluster.startWorker();
        }
    }

    @AfterAll
    static void endTheCluster() {
        SparkConnection.close();
        cluster.close();
    }

    private static Configuration clusterConfiguration(String name) {
        Map<String, String> settings = clips.settings(folder.resolve(name));
        cluster.settings().forEach(setting -> {
            int equalsSign = setting.indexOf('=');
            settings.put(setting.substring(0, equalsSign), setting.substring(equalsSign + 1));
        });
        return Configuration.of(settings);
    }

    @Test
    void twoWorkersGiveTheSameResultsAsTheLocalEngine() throws IOException {
        assertTrue(ProblemLog.read(RunFolder.of(local).problems()).size() > clips.count() / 100);
        Configuration clusterRun = clusterConfiguration("two-workers");
        RunFiles.runToTokens(clusterRun, Progress.silent());

        RunFiles.assertSame(local, clusterRun);
    }

    @Test
    void aKilledWorkerDoesNotChangeTheFiles() throws IOException {
        Configuration clusterRun = clusterConfiguration("killed-worker");
        AtomicBoolean killed = new AtomicBoolean();
        RunFiles.runToTokens(clusterRun, progressCallingAfter("Spectrograms", clips.count() / 3, () -> {
            if (!killed.getAndSet(true)) {
                cluster.killWorker();
            }
        }));

        assertTrue(killed.get());
        RunFiles.assertSame(local, clusterRun);
    }

    @Test
    void aRestartedDriverResumesTheRun() throws Exception {
        Configuration clusterRun = clusterConfiguration("killed-driver");
        Path yaml = Files.writeString(folder.resolve("killed-driver.yaml"), clusterRun.toYaml());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Arrays.asList(System.getProperty("opens").split(" ")));
        command.addAll(List.of("-Xmx512m", "--add-modules=jdk.incubator.vector"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(RunStages.class.getName(), yaml.toString(), "--until=tokens"));
        SparkConnection.close(); // its executors occupy all cores
        File log = folder.resolve("killed-driver.log").toFile();
        Process driver = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Path spectrograms = RunFolder.of(clusterRun).spectrograms(Split.TRAIN);
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (count(spectrograms) < clips.count() / 5 && driver.isAlive() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertTrue(driver.isAlive(), () -> read(log));
        driver.destroyForcibly().waitFor();
        long spectrogramsBeforeKill = count(spectrograms);
        Path firstFile = files(spectrograms).getFirst();
        FileTime firstModified = Files.getLastModifiedTime(firstFile);

        RunFiles.runToTokens(clusterRun, Progress.silent());

        assertTrue(
                spectrogramsBeforeKill > 0 && spectrogramsBeforeKill < clips.count() * 3 / 4,
                spectrogramsBeforeKill + " spectrograms before the driver was killed");
        assertEquals(firstModified, Files.getLastModifiedTime(firstFile));
        RunFiles.assertSame(local, clusterRun);
    }

    /** Fails at item 5: on the first attempt, which creates the file {@code marker}, or on every attempt. */
    private record FailingWork(String marker, boolean failsOnce) implements ItemWork<Integer, Integer> {
        @Override
        public WorkerFactory<Integer, Integer> open() {
            return () -> item -> {
                if (item == 5) {
                    try {
                        Files.createFile(Path.of(marker));
                    } catch (FileAlreadyExistsException e) {
                        if (failsOnce) {
                            return item;
                        }
                    }
                    throw new IOException("No space left on device");
                }
                return item;
            };
        }
    }

    @Test
    void aTaskIsRetriedAfterAFullDisk() {
        Executor executor = Executor.of(clusterConfiguration("unused"));
        List<Integer> items = IntStream.range(0, 40).boxed().toList();
        List<Integer> results = new CopyOnWriteArrayList<>();
        try (Progress.Task task = Progress.silent().begin("", 40, "")) {
            executor.forEach(items, new FailingWork(folder.resolve("once").toString(), true), task, outcome -> {
                results.add(outcome.item());
            });
        }

        assertEquals(items, results);
    }

    @Test
    void aFullDiskIsReportedWithTheWorker() {
        Executor executor = Executor.of(clusterConfiguration("unused"));
        List<Integer> items = IntStream.range(0, 40).boxed().toList();
        try (Progress.Task task = Progress.silent().begin("", 40, "")) {
            FailingWork failing = new FailingWork(folder.resolve("always").toString(), false);
            StageException failure = assertThrows(StageException.class, () -> executor.map(items, failing, task));

            assertEquals("No space left on device (on the worker 127.0.0.1); tried 4 times", failure.getMessage());
        }
    }

    /** Fails on every worker, before the first item. */
    private record MissingPathWork() implements ItemWork<Integer, Integer> {
        @Override
        public WorkerFactory<Integer, Integer> open() {
            throw new StageException("audioPath: there is no /data");
        }
    }

    @Test
    void theErrorForAPathMissingOnAWorkerNamesTheWorker() {
        Executor executor = Executor.of(clusterConfiguration("unused"));
        try (Progress.Task task = Progress.silent().begin("", 1, "")) {
            StageException failure =
                    assertThrows(StageException.class, () -> executor.map(List.of(1), new MissingPathWork(), task));

            assertEquals("audioPath: there is no /data (on the worker 127.0.0.1)", failure.getMessage());
        }
    }

    private static long count(Path folder) throws IOException {
        return Files.exists(folder) ? files(folder).size() : 0;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Calls {@code action} each time the task {@code name} advances once {@code clips} clips are processed. */
    private static Progress progressCallingAfter(String name, long clips, Runnable action) {
        return (task, total, unit) -> new Progress.Task() {
            private long done;

            @Override
            public synchronized void advance(long steps) {
                done += steps;
                if (task.equals(name) && done >= clips) {
                    action.run();
                }
            }

            @Override
            public void note(String remark) {}

            @Override
            public void close() {}
        };
    }
}
