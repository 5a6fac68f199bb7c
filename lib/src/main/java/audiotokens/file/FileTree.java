package audiotokens.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A file, or a folder with all that lies in it. */
public final class FileTree {
    private FileTree() {}

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
