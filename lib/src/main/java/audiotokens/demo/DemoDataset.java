package audiotokens.demo;

import audiotokens.audio.FlacEncoder;
import audiotokens.config.Configuration;
import audiotokens.config.DatasetOptions;
import audiotokens.file.WholeFile;
import audiotokens.run.Parallel;
import audiotokens.run.Progress;
import audiotokens.run.StageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A made data set in AudioSet's layout: FLAC files in a tree and a segment list, so that what follows is the code that
 * AudioSet meets.
 *
 * <p>The same {@code demoSeed} and {@code demoClips} make the same files, byte for byte.
 */
public final class DemoDataset {
    private static final String TITLE = "# Segments of the demo data set, made by audio-tokens, form 1";
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int ID_LENGTH = 11;

    /** Held in {@code audioPath} while the data set is looked at and made; it also says that the folder is the demo's. */
    private static final String LOCK = ".making.lock";

    private DemoDataset() {}

    /**
     * Makes the audio and its segment list at {@code audioPath} and {@code segments}, unless they are there already. Waits
     * where another run is making them.
     *
     * @throws StageException where they cannot be written, where {@code audioPath} holds files that are not the demo's, or
     *     where {@code segments} names a list of other clips
     */
    public static void ensure(Configuration configuration, Progress progress) {
        Path folder = configuration.dataset().audioPath().getFirst();
        // the lock of the file keeps out other processes, that of the class other threads of this one
        synchronized (DemoDataset.class) {
            try {
                checkOwn(folder);
                Files.createDirectories(folder);
                try (FileChannel file = FileChannel.open(
                                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    makeWhereMissing(configuration, progress);
                }
            } catch (IOException e) {
                throw new StageException("the demo data set cannot be made: " + e.getMessage(), e);
            }
        }
    }

    /** Nobody's own recordings get made ones among them, because a key was forgotten. */
    private static void checkOwn(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new StageException("audioPath: " + folder + " holds files that are not the demo's; say with"
                        + " sourceType how your audio lies there (folders, folds, tree, tar or parquet)");
            }
        }
    }

    /** A list of another seed stays until the new one takes its place: another run may be reading it. */
    private static void makeWhereMissing(Configuration configuration, Progress progress) throws IOException {
        DatasetOptions options = configuration.dataset();
        Path list = options.segments().getFirst();
        String header = header(options);
        if (Files.exists(list)) {
            String found = firstLines(list);
            if (found.equals(header) && Files.isDirectory(set(options))) {
                return;
            }
            if (!found.startsWith(TITLE.substring(0, TITLE.lastIndexOf(',')))) {
                throw new StageException("segments: " + list
                        + " is not the demo's own list; name another file, or set sourceType to what the audio is");
            }
        }
        make(configuration, list, header, progress);
    }

    /** The list is written last, so that it stands for the whole. */
    private static void make(Configuration configuration, Path list, String header, Progress progress)
            throws IOException {
        DatasetOptions options = configuration.dataset();
        List<DemoScene> scenes = DemoScene.draw(options.demoClips(), options.demoSeed());
        List<String> ids = ids(scenes.size(), options.demoSeed());
        Path set = set(options);
        try (Progress.Task task = progress.begin("Making the demo's audio", scenes.size(), "clips")) {
            Parallel.forEach(
                    IntStream.range(0, scenes.size()).boxed().toList(),
                    configuration.run().threadCount(),
                    () -> index -> {
                        DemoScene scene = scenes.get(index);
                        String id = ids.get(index);
                        byte[] flac = FlacEncoder.encode(scene.render(), scene.rate());
                        Path file = set.resolve(id.substring(0, 2)).resolve(id + ".flac");
                        WholeFile.write(file, out -> out.write(flac));
                        task.advance(1);
                    });
        }
        StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < ids.size(); i++) {
            String labels = scenes.get(i).sounds().stream().map(DemoSound::mid).collect(Collectors.joining(","));
            text.append(ids.get(i))
                    .append(", 0.000, ")
                    .append(DemoScene.SECONDS)
                    .append(".000, \"")
                    .append(labels)
                    .append("\"\n");
        }
        WholeFile.write(list, text.toString());
    }

    private static Path set(DatasetOptions options) {
        return options.audioPath().getFirst().resolve(options.audioSets().getFirst());
    }

    private static String header(DatasetOptions options) {
        return TITLE + "\n# clips=" + options.demoClips() + ", seed=" + options.demoSeed()
                + "\n# YTID, start_seconds, end_seconds, positive_labels\n";
    }

    private static String firstLines(Path list) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            return lines.lines().limit(3).map(line -> line + "\n").collect(Collectors.joining());
        }
    }

    /** Ids of the form that AudioSet's clips have. */
    private static List<String> ids(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x1D5L);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder id = new StringBuilder();
            for (int c = 0; c < ID_LENGTH; c++) {
                id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
            }
            ids.add(id.toString());
        }
        return ids;
    }
}
