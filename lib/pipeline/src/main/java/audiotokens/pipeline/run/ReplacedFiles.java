package audiotokens.pipeline.run;

import audiotokens.file.FileTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves the files of a stage away before they are recomputed with other values: to {@code OUTPUT/replaced/STAGE-DATE},
 * with the same relative paths and the stage's record. Only the newest set of each stage is kept, and an incomplete set
 * never replaces a complete one.
 *
 * <p>Files are first collected in a folder without a date. If the process is killed in between, the next attempt
 * continues with that folder, or moves the files back if the keys have been reset to their former values.
 *
 * @param folder folder of the run
 * @param stage the stage's name
 */
public record ReplacedFiles(RunFolder folder, String stage) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);
    private static final String DATE_PATTERN = "-\\d{8}-\\d{6}-\\d{3}";
    private static final String UNFINISHED = "-unfinished";
    private static final String FOREIGN = "-of-another-program";

    /**
     * Files that were moved.
     *
     * @param folder folder that now contains them
     * @param files number of files
     * @param bytes total size in bytes
     */
    public record MovedFiles(Path folder, long files, long bytes) {
        @Override
        public String toString() {
            return "%,d files, %s, are now in %s".formatted(files, Size.format(bytes), folder);
        }
    }

    private Path collectingFolder() {
        return folder.replaced().resolve("." + stage);
    }

    /**
     * Moves the files of a stage away, and deletes its older sets: the complete ones if {@code finished}, otherwise the
     * incomplete ones.
     *
     * @param outputs the stage's files and folders
     * @param finished whether the stage had finished
     * @return empty if there was nothing to move
     */
    Optional<MovedFiles> move(List<Path> outputs, boolean finished) throws IOException {
        Optional<MovedFiles> moved = collect(outputs, finished ? "" : UNFINISHED);
        if (moved.isPresent()) {
            String name = moved.get().folder().getFileName().toString();
            for (Path set : datedFolders(finished ? "" : UNFINISHED)) {
                if (set.getFileName().toString().compareTo(name) < 0) {
                    FileTree.deleteIfExists(set);
                }
            }
        }
        return moved;
    }

    /**
     * Moves files away that no stage of this run wrote; they are never deleted.
     *
     * @return empty if there are none
     */
    public Optional<MovedFiles> moveAdoptedFiles(List<Path> files) throws IOException {
        return collect(files, FOREIGN);
    }

    private Optional<MovedFiles> collect(List<Path> outputs, String suffix) throws IOException {
        for (Path output : outputs) {
            if (!Files.exists(output)) {
                continue;
            }
            if (sizeOf(output).files() == 0) {
                FileTree.deleteIfExists(output);
                continue;
            }
            Path target = collectingFolder().resolve(folder.path().relativize(output));
            if (Files.exists(target)) {
                addDate(suffix); // an interrupted attempt already moved this file, which was rewritten since
            }
            Files.createDirectories(target.getParent());
            Files.move(output, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.exists(collectingFolder()) ? Optional.of(addDate(suffix)) : Optional.empty();
    }

    /** Adds the stage's record to the collecting folder, and renames it to the stage's name with the current time. */
    private MovedFiles addDate(String suffix) throws IOException {
        Path record = StageRecord.file(folder, stage);
        if (Files.exists(record)) {
            Path copy = collectingFolder().resolve(folder.path().relativize(record));
            Files.createDirectories(copy.getParent());
            Files.copy(record, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Size size = sizeOf(collectingFolder());
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        Path target = folder.replaced().resolve(stage + "-" + DATE.format(now) + suffix);
        while (Files.exists(target)) {
            now = now.plusNanos(1_000_000);
            target = folder.replaced().resolve(stage + "-" + DATE.format(now) + suffix);
        }
        Files.move(collectingFolder(), target, StandardCopyOption.ATOMIC_MOVE);
        return new MovedFiles(target, size.files(), size.bytes());
    }

    /** Moves the files of an interrupted attempt back, except those that have been rewritten since. */
    void putBack(List<Path> outputs) throws IOException {
        for (Path output : outputs) {
            Path collected = collectingFolder().resolve(folder.path().relativize(output));
            if (Files.exists(collected) && !Files.exists(output)) {
                Files.createDirectories(output.getParent());
                Files.move(collected, output, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        FileTree.deleteIfExists(collectingFolder());
    }

    /** Returns the stage's folders named with a date and {@code suffix}. */
    private List<Path> datedFolders(String suffix) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.replaced())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(stage) && name.substring(stage.length()).matches(DATE_PATTERN + suffix)) {
                    folders.add(entry);
                }
            }
        }
        return folders;
    }

    /** Number of files and total bytes of a file or folder tree. */
    record Size(long files, long bytes) {
        Size add(Size other) {
            return new Size(files + other.files, bytes + other.bytes);
        }

        static String format(long bytes) {
            if (bytes < 1_000_000) {
                return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
            }
            return bytes < 1_000_000_000
                    ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                    : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
        }
    }

    static Size sizeOf(Path root) throws IOException {
        if (!Files.exists(root)) {
            return new Size(0, 0);
        }
        long files = 0;
        long bytes = 0;
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                if (Files.isRegularFile(file)) {
                    files++;
                    bytes += Files.size(file);
                }
            }
        }
        return new Size(files, bytes);
    }
}
