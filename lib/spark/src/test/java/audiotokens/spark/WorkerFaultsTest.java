package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of single machines of a cluster give one clear message, and no work is lost. Mounting needs root. */
@Tag("slow")
class WorkerFaultsTest {
    @TempDir
    static Path folder;

    private static ManyClips clips;
    private static Configuration local;

    private StandaloneCluster cluster;

    @BeforeAll
    static void runLocally() throws IOException, InterruptedException {
        assumeTrue(succeeds("unshare", "--mount", "true"), "needs root");
        clips = new ManyClips(folder.resolve("audio"), 400);
        local = Configuration.of(clips.settings(folder.resolve("local")));
        RunFiles.runToTokens(local, Progress.silent());
    }

    @BeforeEach
    void startMaster() throws IOException {
        cluster = new StandaloneCluster(Path.of("target/faults"));
    }

    @AfterEach
    void endCluster() {
        SparkConnection.close();
        cluster.close();
    }

    @AfterAll
    static void unmount() throws IOException, InterruptedException {
        Path fullDisk = folder.resolve("full");
        if (Files.exists(fullDisk)) {
            succeeds("umount", "--lazy", fullDisk.toString());
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no such command
        }
    }

    private Configuration clusterConfiguration(String name, String... otherSettings) {
        Map<String, String> settings = new HashMap<>(clips.settings(folder.resolve(name)));
        for (String setting : cluster.settings()) {
            int equalsSign = setting.indexOf('=');
            settings.put(setting.substring(0, equalsSign), setting.substring(equalsSign + 1));
        }
        for (String setting : otherSettings) {
            int equalsSign = setting.indexOf('=');
            settings.put(setting.substring(0, equalsSign), setting.substring(equalsSign + 1));
        }
        return Configuration.of(settings);
    }

    @Test
    void messageNamesTheShardMissingOnOneWorkerAndTheIndexIsKept() throws IOException {
        Path hidden = folder.resolve("audio/tar/1.tar");
        Configuration configuration = clusterConfiguration("hidden");
        new DatasetSplitter(configuration.with(Map.of("engine", "local"))).run(Progress.silent());
        byte[] index = Files.readAllBytes(RunFolder.of(configuration).audioIndex());
        cluster.startWorkerWithout(hidden);
        StageException failure = assertThrows(
                StageException.class, () -> new SpectrogramGenerator(configuration).run(Progress.silent()));

        assertEquals(
                "audioPath: " + hidden
                        + " has a different size or date than when it was indexed (on the worker 127.0.0.1)",
                failure.getMessage());
        org.junit.jupiter.api.Assertions.assertArrayEquals(
                index, Files.readAllBytes(RunFolder.of(configuration).audioIndex()));
        cluster.killWorker();
        SparkConnection.close();
        cluster.startWorker();
        RunFiles.runToTokens(configuration, Progress.silent());
        RunFiles.assertSame(local, configuration);
    }

    @Test
    void aFullDiskIsReportedAndTheRunResumesOnceThereIsSpace() throws IOException, InterruptedException {
        Path fullDisk = Files.createDirectories(folder.resolve("full"));
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "none", fullDisk.toString()));
        cluster.startWorker();
        Configuration configuration = clusterConfiguration("full/run");
        StageException failure =
                assertThrows(StageException.class, () -> RunFiles.runToTokens(configuration, Progress.silent()));

        assertTrue(
                failure.getMessage().contains("No space left on device")
                        && failure.getMessage().contains("(on the worker 127.0.0.1)"),
                failure::getMessage);
        assertTrue(succeeds("mount", "-o", "remount,size=200m", fullDisk.toString()));
        RunFiles.runToTokens(configuration, Progress.silent());
        RunFiles.assertSame(local, configuration);
    }

    @Test
    void tasksExecutedTwiceWriteTheSameFiles() throws IOException {
        cluster.startWorker();
        cluster.startWorker();
        Configuration configuration = clusterConfiguration(
                "twice",
                "spark.speculation=true",
                "spark.speculation.interval=10ms",
                "spark.speculation.multiplier=1.0",
                "spark.speculation.quantile=0.1",
                "spark.speculation.minTaskRuntime=1ms");
        RunFiles.runToTokens(configuration, Progress.silent());

        RunFiles.assertSame(local, configuration);
        assertEquals(List.of(), partialFiles(configuration));
    }

    private static List<Path> partialFiles(Configuration configuration) throws IOException {
        try (var tree = Files.walk(RunFolder.of(configuration).path())) {
            return tree.filter(file -> file.getFileName().toString().endsWith(".partial"))
                    .toList();
        }
    }
}
