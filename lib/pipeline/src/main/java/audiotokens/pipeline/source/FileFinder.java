package audiotokens.pipeline.source;

import audiotokens.file.FileName;
import audiotokens.file.FileTree;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that a table names inexactly: without extension or folders, in another Unicode normalization form, or in
 * another encoding. Lists the folders on first use.
 */
final class FileFinder {
    private final List<Path> roots;
    /** Files by each suffix of their paths; empty if ambiguous. */
    private @Nullable Map<String, Optional<Path>> files;

    FileFinder(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** The only audio file below the roots whose path ends with {@code name}, with or without extension. */
    Optional<Path> find(String name) {
        if (files == null) {
            files = index();
        }
        return files.getOrDefault(normal(name), Optional.empty());
    }

    private Map<String, Optional<Path>> index() {
        Map<String, Optional<Path>> found = new HashMap<>();
        for (Path root : roots) {
            try {
                for (Path file : FileTree.filesBelow(root)) {
                    String path = normal(FileName.text(root.relativize(file)));
                    if (AudioFile.isNamedAsAudio(path)) {
                        add(found, path, file);
                        add(found, ClipId.withoutExtension(path), file);
                    }
                }
            } catch (IOException e) {
                throw new StageException("audioPath: " + root + " cannot be read: " + e, e);
            }
        }
        return found;
    }

    private static void add(Map<String, Optional<Path>> found, String path, Path file) {
        for (int at = 0; at >= 0; ) {
            String end = path.substring(at);
            found.merge(end, Optional.of(file), (one, other) -> Optional.empty());
            int slash = path.indexOf('/', at);
            at = slash < 0 ? -1 : slash + 1;
        }
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
