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
 * Finds files that a table names inexactly: without extension or folders, in a different Unicode normalization form, or
 * in a different encoding. Lists the folders on first use.
 */
final class FileFinder {
    private final List<Path> roots;
    /** Files by each suffix of their paths; empty if ambiguous. */
    private @Nullable Map<String, Optional<Path>> files;

    FileFinder(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Finds the audio file below the roots whose path ends with {@code name}, with or without extension; empty if there
     * is none or several.
     */
    Optional<Path> find(String name) {
        if (files == null) {
            files = index();
        }
        return files.getOrDefault(normalized(name), Optional.empty());
    }

    private Map<String, Optional<Path>> index() {
        Map<String, Optional<Path>> filesBySuffix = new HashMap<>();
        for (Path root : roots) {
            try {
                for (Path file : FileTree.filesBelow(root)) {
                    String path = normalized(FileName.text(root.relativize(file)));
                    if (AudioFile.hasAudioExtension(path)) {
                        add(filesBySuffix, path, file);
                        add(filesBySuffix, ClipId.withoutExtension(path), file);
                    }
                }
            } catch (IOException e) {
                throw new StageException("audioPath: " + root + " cannot be read: " + e, e);
            }
        }
        return filesBySuffix;
    }

    private static void add(Map<String, Optional<Path>> filesBySuffix, String path, Path file) {
        for (int start = 0; start >= 0; ) {
            String suffix = path.substring(start);
            filesBySuffix.merge(suffix, Optional.of(file), (one, other) -> Optional.empty());
            int slash = path.indexOf('/', start);
            start = slash < 0 ? -1 : slash + 1;
        }
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
