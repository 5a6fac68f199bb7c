package audiotokens.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.audio.DatasetGenerator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.dataset.Clip;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDatasetTest {
    @TempDir
    Path folder;

    @Test
    void aFolderWithOtherFilesIsRejectedAndNotChanged() throws IOException {
        Configuration configuration = configuration("sounds", 6, 1);
        Path sounds = configuration.dataset().audioFolders().getFirst();
        Path dog = Files.createDirectories(sounds.resolve("dog")).resolve("a.wav");
        Files.writeString(dog, "a recording");
        AudioTokensException exception =
                assertThrows(AudioTokensException.class, () -> generateIfAbsent(configuration, Progress.silent()));
        assertTrue(exception.getMessage().contains("sourceType"), exception.getMessage());
        try (Stream<Path> tree = Files.walk(sounds)) {
            assertEquals(List.of(dog), tree.filter(Files::isRegularFile).toList());
        }
    }

    @Test
    void sameSeedGivesSameFiles() throws IOException {
        generateIfAbsent(configuration("first", 6, 1), Progress.silent());
        generateIfAbsent(configuration("second", 6, 1), Progress.silent());
        Map<String, byte[]> first = files(folder.resolve("first"));
        Map<String, byte[]> second = files(folder.resolve("second"));
        assertEquals(8, first.size(), "six clips, a segment list and a lock file");
        assertEquals(first.keySet(), second.keySet());
        first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
    }

    @Test
    void aDifferentSeedGivesDifferentClips() throws IOException {
        generateIfAbsent(configuration("data", 2, 1), Progress.silent());
        List<String> firstIds = Metadata.read(configuration("data", 2, 1)).ids();
        generateIfAbsent(configuration("data", 2, 2), Progress.silent());
        List<String> secondIds = Metadata.read(configuration("data", 2, 2)).ids();
        assertTrue(firstIds.stream().noneMatch(secondIds::contains));
    }

    @Test
    void concurrentRunsGenerateTheDataOnce() throws Exception {
        List<Integer> clipCounts = Collections.synchronizedList(new ArrayList<>());
        Progress counting = (name, total, unit) -> {
            clipCounts.add((int) total);
            return Progress.silent().begin(name, total, unit);
        };
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                futures.add(executor.submit(() -> generateIfAbsent(configuration("data", 4, 1), counting)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        assertEquals(List.of(4), clipCounts);
    }

    @Test
    void theDemoFolderIsLockedDuringGeneration() throws IOException {
        generateIfAbsent(configuration("data", 2, 1), Progress.silent());
        Configuration otherSeed = configuration("data", 2, 2);
        Path list = otherSeed.dataset().segments().getFirst();
        String initialList = Files.readString(list);
        List<String> listsDuringGeneration = new ArrayList<>();
        generateIfAbsent(otherSeed, (name, total, unit) -> {
            assertThrows(OverlappingFileLockException.class, () -> {
                try (FileChannel lock =
                        FileChannel.open(folder.resolve("data/.making.lock"), StandardOpenOption.WRITE)) {
                    lock.tryLock();
                }
            });
            try {
                listsDuringGeneration.add(Files.readString(list));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Progress.silent().begin(name, total, unit);
        });
        assertEquals(List.of(initialList), listsDuringGeneration);
        assertNotEquals(initialList, Files.readString(list));
    }

    @Test
    void aSecondCallGeneratesNothing() throws IOException {
        Configuration configuration = configuration("data", 1, 1);
        generateIfAbsent(configuration, Progress.silent());
        Path list = configuration.dataset().segments().getFirst();
        Files.writeString(list, Files.readString(list) + "\n");
        String initialList = Files.readString(list);
        generateIfAbsent(configuration, Progress.silent());
        assertEquals(initialList, Files.readString(list));
    }

    @Test
    void everySoundOccursInManyScenes() {
        List<DemoScene> scenes = DemoScene.draw(360, 4242);
        Map<DemoSound, Integer> counts = new EnumMap<>(DemoSound.class);
        scenes.forEach(scene -> scene.sounds().forEach(sound -> counts.merge(sound, 1, Integer::sum)));
        for (DemoSound sound : DemoSound.values()) {
            int count = counts.getOrDefault(sound, 0);
            assertTrue(count >= 30, sound + " occurs only " + count + " times");
        }
    }

    @Test
    void eachClipHasOneToThreeKnownLabels() {
        Configuration configuration = configuration("data", 5, 1);
        generateIfAbsent(configuration, Progress.silent());
        ClipCatalog catalog = Metadata.read(configuration);
        assertEquals(16, catalog.labels().size());
        for (Clip clip : catalog.clips()) {
            assertTrue(!clip.labels().isEmpty() && clip.labels().size() <= 3, clip.toString());
        }
    }

    @Test
    void aSegmentListOfOtherClipsIsNotChanged() throws IOException {
        Configuration configuration = configuration("data", 1, 1);
        Path list = configuration.dataset().segments().getFirst();
        Files.createDirectories(list.getParent());
        Files.writeString(list, "# my own list\n");
        assertThrows(AudioTokensException.class, () -> generateIfAbsent(configuration, Progress.silent()));
        assertEquals("# my own list\n", Files.readString(list));
    }

    private static void generateIfAbsent(Configuration configuration, Progress progress) {
        DatasetOptions options = configuration.dataset();
        new DemoDataset()
                .generateIfAbsent(
                        new DatasetGenerator.Layout(
                                options.audioFolders().getFirst(),
                                options.audioSets().getFirst(),
                                options.segments().getFirst()),
                        options.demoClips(),
                        options.demoSeed(),
                        configuration.run().threadCount(),
                        progress);
    }

    private Configuration configuration(String name, int nClips, long seed) {
        Path data = folder.resolve(name);
        return Configuration.of(Map.of(
                "sourceType", "demo",
                "audioPath", data.toString(),
                "audioSets", "bal_train",
                "segments", data.resolve("segments.csv").toString(),
                "ontology", "../../metadata/demo/ontology.json",
                "outputPath", folder.resolve("run").toString(),
                "demoClips", Integer.toString(nClips),
                "demoSeed", Long.toString(seed)));
    }

    private static Map<String, byte[]> files(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
