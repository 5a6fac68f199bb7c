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

/**
 * Finds the files that a table means though it does not name them byte for byte: without extension or with folders left
 * out, in another Unicode form or with a name in the bytes of another encoding. Walks over the folders
 * when it is first asked.
 */
final class FileFinder {
    private final List<Path> roots;
    /** By each end of their paths; empty where several end so. */
    private Map<String, Optional<Path>> files;

    FileFinder(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** The only audio file below the roots whose path ends in {@code name}, with or without its extension. */
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
