package audiotokens.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on a file or a folder with its contents. */
public final class FileTree {
    private FileTree() {}

    /**
     * Returns the files in a folder and its subfolders in sorted order, following links; if {@code folder} is a file,
     * only that file.
     *
     * @throws IOException if a folder cannot be read or a link forms a cycle
     */
    public static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Hard-links {@code file} as {@code link}, or copies it if links are not supported. Creates missing folders. */
    public static void link(Path file, Path link) throws IOException {
        Files.createDirectories(link.getParent());
        try {
            Files.createLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, link);
        }
    }

    /** Deletes {@code root} recursively if it exists. */
    public static void deleteIfExists(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
