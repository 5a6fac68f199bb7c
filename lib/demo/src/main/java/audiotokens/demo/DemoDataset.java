package audiotokens.demo;

import audiotokens.AudioTokensException;
import audiotokens.audio.DatasetGenerator;
import audiotokens.audio.FlacEncoder;
import audiotokens.file.AtomicFile;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
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
 * Generates a synthetic dataset in AudioSet's layout, a tree of FLAC files and a segment list, so that the pipeline can
 * process it like AudioSet.
 *
 * <p>The same {@code demoSeed} and {@code demoClips} give identical files.
 */
public final class DemoDataset implements DatasetGenerator {
    private static final String TITLE = "# Segments of the demo data set, made by audio-tokens, form 1";
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int ID_LENGTH = 11;

    /**
     * Lock file in {@code audioPath}, locked while the dataset is checked and generated. Its presence marks the folder
     * as the demo's.
     */
    private static final String LOCK = ".making.lock";

    /** Called by {@link java.util.ServiceLoader}. */
    public DemoDataset() {}

    /**
     * Generates the audio and its segment list unless they exist. Waits while another run generates them.
     *
     * @throws AudioTokensException if they cannot be written, the folder contains files that are not the demo's, or the
     *     segment list was not written by the demo
     */
    @Override
    public void generateIfAbsent(Layout layout, int clips, long seed, int threads, Progress progress) {
        Path folder = layout.audio();
        // the file lock excludes other processes; the class lock excludes other threads of this process
        synchronized (DemoDataset.class) {
            try {
                rejectFolderWithOtherFiles(folder);
                Files.createDirectories(folder);
                try (FileChannel file = FileChannel.open(
                                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    generateUnlessComplete(layout, clips, seed, threads, progress);
                }
            } catch (IOException e) {
                throw new AudioTokensException("the demo dataset cannot be generated: " + e.getMessage(), e);
            }
        }
    }

    /** Protects the user's recordings from being mixed with generated ones if {@code sourceType} was not set. */
    private static void rejectFolderWithOtherFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || Files.exists(folder.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new AudioTokensException("audioPath: " + folder + " contains files that are not the demo's; set"
                        + " sourceType to the layout of your audio (folders, folds, tree, tar or parquet)");
            }
        }
    }

    /**
     * Generates the dataset unless it exists with this seed and number of clips. A segment list with a different seed
     * or number stays in place until the new one is complete, because another run may be reading it.
     */
    private static void generateUnlessComplete(Layout layout, int clips, long seed, int threads, Progress progress)
            throws IOException {
        Path segmentList = layout.segments();
        String header = header(clips, seed);
        if (Files.exists(segmentList)) {
            String currentHeader = readHeader(segmentList);
            if (currentHeader.equals(header) && Files.isDirectory(layout.audio().resolve(layout.set()))) {
                return;
            }
            if (!currentHeader.startsWith(TITLE.substring(0, TITLE.lastIndexOf(',')))) {
                throw new AudioTokensException("segments: " + segmentList
                        + " was not written by the demo; set segments to another file, or sourceType to the layout of"
                        + " your audio");
            }
        }
        generate(layout, clips, seed, threads, header, progress);
    }

    /** Writes the segment list last, so that its presence means that the dataset is complete. */
    private static void generate(Layout layout, int clips, long seed, int threads, String header, Progress progress)
            throws IOException {
        List<DemoScene> scenes = DemoScene.draw(clips, seed);
        List<String> ids = ids(scenes.size(), seed);
        Path setFolder = layout.audio().resolve(layout.set());
        try (Progress.Task task = progress.begin("Generating the demo's audio", scenes.size(), "clips")) {
            Parallel.forEach(IntStream.range(0, scenes.size()).boxed().toList(), threads, () -> index -> {
                DemoScene scene = scenes.get(index);
                String id = ids.get(index);
                byte[] flac = FlacEncoder.encode(scene.render(), scene.rate());
                Path file = setFolder.resolve(id.substring(0, 2)).resolve(id + ".flac");
                AtomicFile.write(file, out -> out.write(flac));
                task.advance(1);
            });
        }
        StringBuilder segmentList = new StringBuilder(header);
        for (int i = 0; i < ids.size(); i++) {
            String labels = scenes.get(i).sounds().stream().map(DemoSound::mid).collect(Collectors.joining(","));
            segmentList
                    .append(ids.get(i))
                    .append(", 0.000, ")
                    .append(DemoScene.SECONDS)
                    .append(".000, \"")
                    .append(labels)
                    .append("\"\n");
        }
        AtomicFile.write(layout.segments(), segmentList.toString());
    }

    private static String header(int clips, long seed) {
        return TITLE + "\n# clips=" + clips + ", seed=" + seed
                + "\n# YTID, start_seconds, end_seconds, positive_labels\n";
    }

    private static String readHeader(Path list) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(list)) {
            return lines.lines().limit(3).map(line -> line + "\n").collect(Collectors.joining());
        }
    }

    /** Creates ids that look like AudioSet's, which are YouTube ids. */
    private static List<String> ids(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x1D5L);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder id = new StringBuilder();
            for (int position = 0; position < ID_LENGTH; position++) {
                id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
            }
            ids.add(id.toString());
        }
        return ids;
    }
}
