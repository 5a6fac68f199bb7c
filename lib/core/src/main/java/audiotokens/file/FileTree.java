package audiotokens.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file, or a folder with all that lies in it. */
public final class FileTree {
    private FileTree() {}

    /**
     * The files below a folder, those of linked folders too, in order; or the file itself where it is one.
     *
     * @throws IOException where a folder cannot be read, or a link leads back to a folder that it lies in
     */
    public static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Makes a file available at another place too: as a hard link where the disk can, else as a copy. Folders that are
     * missing are created.
     */
    public static void link(Path file, Path place) throws IOException {
        Files.createDirectories(place.getParent());
        try {
            Files.createLink(place, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, place);
        }
    }

    /** Deletes what lies at {@code place}, where there is anything. */
    public static void deleteIfExists(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(place)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
