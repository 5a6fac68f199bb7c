package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.run.LocalExecutor;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    @TempDir
    Path folder;

    private Configuration base() {
        return Configuration.of(TinyDemo.settings(folder, 16));
    }

    /** Records the names of started tasks. */
    private static final class StartedTasks implements Progress {
        final List<String> names = new ArrayList<>();

        @Override
        public Task begin(String name, long total, String unit) {
            names.add(name);
            return Progress.silent().begin(name, total, unit);
        }
    }

    @Test
    void finishedRunsAreNotRecomputed() {
        Sweep sweep = new Sweep("vocabulary", base(), Variant.forValues("vocabSize", 10, 20));
        List<SweepResult> reported = new ArrayList<>();
        List<SweepResult> first = sweep.run(Progress.silent(), reported::add);
        StartedTasks tasksOfSecondRun = new StartedTasks();
        List<SweepResult> second = sweep.run(tasksOfSecondRun, result -> {});

        assertEquals(List.of("10", "20"), first.stream().map(SweepResult::name).toList());
        assertTrue(first.get(0).nDistinctTokens() <= 10 && first.get(1).nDistinctTokens() > 10);
        assertEquals(first, reported);
        assertEquals(first, second);
        assertEquals(List.of("vocabulary"), tasksOfSecondRun.names, "all stages were up to date");
    }

    @Test
    void sharedStagesAreComputedOnceAndGiveTheResultsOfSeparateRuns() throws IOException {
        List<Variant> variants = List.of(
                Variant.of("ten", "vocabSize=10"),
                Variant.of("ten, two epochs", "vocabSize=10", "epochs=2"),
                Variant.of("twenty", "vocabSize=20"));
        StartedTasks tasksOfSweep = new StartedTasks();
        List<SweepResult> results = new Sweep("together", base(), variants).run(tasksOfSweep, result -> {});
        List<SweepResult> separateResults =
                new Sweep("apart", base(), variants.subList(2, 3)).run(Progress.silent(), result -> {});

        assertEquals(1, Collections.frequency(tasksOfSweep.names, "Spectrograms"), tasksOfSweep.names.toString());
        assertEquals(2, Collections.frequency(tasksOfSweep.names, "Tokens"), tasksOfSweep.names.toString());
        assertEquals(
                separateResults.getFirst().meanAveragePrecision(),
                results.get(2).meanAveragePrecision());
        Path spectrograms = Path.of("spectrograms/train");
        try (Stream<Path> files =
                Files.list(folder.resolve("run/experiments/together/twenty").resolve(spectrograms))) {
            assertEquals(12, files.count());
        }
    }

    @Tag("slow")
    @Test
    void variantsTrainedInParallelGiveTheSameResultsAsVariantsTrainedSequentially() throws IOException {
        List<Variant> variants = List.of(
                Variant.of("ten", "vocabSize=10"),
                Variant.of("ten, two epochs", "vocabSize=10", "epochs=2"),
                Variant.of("twenty", "vocabSize=20"));
        List<SweepResult> expected = new Sweep("apart", base(), variants).run(Progress.silent(), result -> {});
        Sweep sweep = new Sweep("distributed", base(), variants);
        StartedTasks trainingTasks = new StartedTasks();
        sweep.train(new DistributedRuns(new LocalExecutor(2)), trainingTasks);
        StartedTasks tasksAfterTraining = new StartedTasks();
        List<SweepResult> actual = sweep.run(tasksAfterTraining, result -> {});

        assertEquals(scores(expected), scores(actual));
        assertEquals(1, Collections.frequency(trainingTasks.names, "Spectrograms"), trainingTasks.names.toString());
        assertEquals(List.of("distributed"), tasksAfterTraining.names, "all stages were up to date");
        assertTrue(
                Files.isSameFile(centroids("ten"), centroids("ten, two epochs")),
                "variants with the same tokens share them");
    }

    private Path centroids(String variant) {
        return folder.resolve("run/experiments/distributed").resolve(variant).resolve("centroids.npy");
    }

    private static List<Double> scores(List<SweepResult> results) {
        return results.stream().map(SweepResult::meanAveragePrecision).toList();
    }

    @Test
    void interruptedReuseOfSharedStagesIsRepeated() throws IOException {
        Path first = folder.resolve("run/experiments/vocabulary/10/spectrograms/train");
        Path second = folder.resolve("run/experiments/vocabulary/20/spectrograms/train");
        Files.createDirectories(second);
        Files.writeString(second.resolve("stale.npy"), "of other keys");
        new Sweep("vocabulary", base(), Variant.forValues("vocabSize", 10, 20)).run(Progress.silent(), result -> {});

        assertEquals(names(first), names(second));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void eachVariantHasItsOwnFolder() {
        Variant variant = Variant.of("small and fast", "vocabSize=10", "niter=1");
        Configuration configuration = new Sweep("speed", base(), List.of(variant)).configuration(variant);

        assertEquals(
                folder.resolve("run/experiments/speed/small and fast"),
                configuration.run().outputPath());
        assertEquals(10, configuration.cluster().vocabSize());
    }

    @Test
    void rejectsUnknownKeysAndNamesThatCannotBeFolderNames() {
        Variant misspelled = Variant.of("misspelled", "vocabSise=10");
        Sweep sweep = new Sweep("speed", base(), List.of(misspelled));

        assertThrows(ConfigurationException.class, () -> sweep.configuration(misspelled));
        assertThrows(IllegalArgumentException.class, () -> Variant.of("../elsewhere"));
    }
}
