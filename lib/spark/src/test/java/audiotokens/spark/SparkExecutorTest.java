package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs Spark in this process, {@code sparkMaster=local[2]}. */
class SparkExecutorTest {
    @TempDir
    Path folder;

    @AfterEach
    void endTheApplication() {
        SparkConnection.close();
    }

    @Test
    void sparkInThisProcessWritesTheSameFilesAsTheLocalEngine() throws IOException {
        ManyClips clips = new ManyClips(folder, 300);
        Configuration local = Configuration.of(clips.settings(folder.resolve("threads")));
        Configuration spark = Configuration.of(clips.settings(folder.resolve("tasks")))
                .with(Map.of("engine", "spark", "sparkMaster", "local[2]"));
        RunFiles.runToTokens(local, Progress.silent());
        RunFiles.runToTokens(spark, Progress.silent());

        RunFiles.assertSame(local, spark);
    }

    @Test
    void outcomesArriveInItemOrderAndProgressReachesTheItemCount() {
        Executor executor = Executor.of(Configuration.of(Map.of("engine", "spark", "sparkMaster", "local[2]")));
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();
        List<Integer> squares = new ArrayList<>();
        long[] done = {0};
        executor.forEach(items, () -> () -> item -> item * item, countingTask(done), outcome -> {
            if (outcome instanceof audiotokens.pipeline.run.ItemOutcome.Done<Integer, Integer> success) {
                squares.add(success.result());
            }
        });

        assertEquals(items.stream().map(item -> item * item).toList(), squares);
        assertEquals(1000, done[0]);
    }

    @Test
    void messageNamesTheUnreachableMaster() throws IOException {
        String master = "spark://127.0.0.1:" + StandaloneCluster.freePort();
        Executor executor = Executor.of(Configuration.of(Map.of("engine", "spark", "sparkMaster", master)));
        StageException failure = assertThrows(
                StageException.class,
                () -> executor.map(List.of(1), () -> () -> item -> item, countingTask(new long[1])));

        assertTrue(failure.getMessage().startsWith("sparkMaster: no response from " + master), failure::getMessage);
    }

    @Test
    void anInterruptStopsTheWork() {
        Executor executor = Executor.of(Configuration.of(Map.of("engine", "spark", "sparkMaster", "local[2]")));
        List<Integer> items = IntStream.range(0, 100_000).boxed().toList();
        assertThrows(
                CancellationException.class,
                () -> executor.forEach(
                        items, () -> () -> item -> item, countingTask(new long[1]), outcome -> Thread.currentThread()
                                .interrupt()));

        assertTrue(Thread.interrupted());
    }

    private static Progress.Task countingTask(long[] done) {
        return new Progress.Task() {
            @Override
            public void advance(long steps) {
                done[0] += steps;
            }

            @Override
            public void note(String remark) {}

            @Override
            public void close() {}
        };
    }
}
