package audiotokens.pipeline.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.pipeline.TinyDemo;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.work.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that items, work and results of the stages can be serialized, to be sent to another process and back. */
@Tag("slow")
class StageSerializationTest {
    @TempDir
    Path folder;

    /** Processes the partitions of the items sequentially, the last one first; everything is serialized. */
    private static final class SerializingExecutor implements Executor {
        private static final Executor ONE_THREAD = new LocalExecutor(1);
        int nPartitions;

        @Override
        public <T extends Serializable, R extends Serializable> void forEach(
                List<T> items, ItemWork<T, R> work, Progress.Task task, Consumer<ItemOutcome<T, R>> outcomes) {
            List<List<ItemOutcome<T, R>>> outcomesByPartition = new ArrayList<>();
            for (List<T> partition : partitions(items).reversed()) {
                ArrayList<ItemOutcome<T, R>> partitionOutcomes = new ArrayList<>(
                        ONE_THREAD.map(serializedCopy(new ArrayList<>(partition)), serializedCopy(work), task));
                outcomesByPartition.addFirst(serializedCopy(partitionOutcomes));
            }
            outcomesByPartition.forEach(partition -> partition.forEach(outcomes));
        }

        @Override
        public <T extends Serializable, R extends Mergeable<R>> R reduce(
                List<T> items,
                ItemWork<T, R> work,
                R zero,
                Progress.Task task,
                Consumer<ItemOutcome.Failed<T, R>> failures) {
            R total = zero;
            for (List<T> partition : partitions(items)) {
                List<R> merged = new ArrayList<>();
                ONE_THREAD.forEach(serializedCopy(new ArrayList<>(partition)), serializedCopy(work), task, outcome -> {
                    switch (outcome) {
                        case ItemOutcome.Done<T, R> done ->
                            merged.add(
                                    merged.isEmpty()
                                            ? done.result()
                                            : merged.removeLast().merge(done.result()));
                        case ItemOutcome.Failed<T, R> failed -> failures.accept(failed);
                    }
                });
                total = merged.isEmpty() ? total : total.merge(serializedCopy(merged.getFirst()));
            }
            return total;
        }

        private <T> List<List<T>> partitions(List<T> items) {
            List<List<T>> partitions = new ArrayList<>();
            for (int start = 0; start < items.size(); start += BLOCK_SIZE) {
                partitions.add(items.subList(start, Math.min(items.size(), start + BLOCK_SIZE)));
            }
            nPartitions += partitions.size();
            return partitions;
        }

        @SuppressWarnings("unchecked")
        private static <V extends Serializable> V serializedCopy(V value) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(value);
                }
                try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                    return (V) in.readObject();
                }
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException("cannot be sent: " + value, e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"files, files", "none, parquet"})
    void filesAreTheSameIfWorkIsSerialized(String spectrogramStore, String tokenStore) throws IOException {
        Map<String, String> settings = TinyDemo.settings(folder, 70);
        settings.put("spectrogramStore", spectrogramStore);
        settings.put("tokenStore", tokenStore);
        settings.put("vocabSize", "20");
        settings.put("normalizeCorpus", "true");
        settings.put("whitenComponents", "16");
        settings.put("outputPath", folder.resolve("here").toString());
        Configuration localRun = Configuration.of(settings);
        Configuration remoteRun =
                localRun.with(Map.of("outputPath", folder.resolve("there").toString()));
        run(localRun, new LocalExecutor(2));
        SerializingExecutor remote = new SerializingExecutor();
        run(remoteRun, remote);

        assertEquals(true, remote.nPartitions >= 6, "partitions " + remote.nPartitions);
        Map<String, byte[]> expected = files(RunFolder.of(localRun).path());
        Map<String, byte[]> actual = files(RunFolder.of(remoteRun).path());
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }

    private static void run(Configuration configuration, Executor executor) {
        Progress progress = Progress.silent();
        new DatasetSplitter(configuration).run(progress);
        new SpectrogramGenerator(configuration, executor).run(progress);
        new ClusterCreator(configuration, executor).run(progress);
        new SpecTokenizer(configuration, executor).run(progress);
    }

    private static Map<String, byte[]> files(Path run) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(
                            path -> path.toString().matches(".*\\.(npy|csv|parquet)|.*(split|normalization).json"))
                    .toList()) {
                files.put(run.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
