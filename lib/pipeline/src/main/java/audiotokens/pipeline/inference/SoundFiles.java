package audiotokens.pipeline.inference;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.file.FileName;
import audiotokens.pipeline.source.AudioFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the audio files of a command line: files, folders (recursively), and glob patterns such as
 * {@code 'field/*.wav'}.
 */
public final class SoundFiles {
    private SoundFiles() {}

    /**
     * Returns all files without duplicates, in the order of the arguments, and sorted by name within a folder or
     * pattern. A missing file is returned, too.
     *
     * @throws AudioTokensException if a folder contains no audio file or cannot be read, a pattern matches no file, or
     *     an argument is not a valid path
     */
    public static List<Path> of(List<String> arguments) {
        Set<Path> files = new LinkedHashSet<>();
        for (String argument : arguments) {
            try {
                files.addAll(of(argument));
            } catch (IOException e) {
                throw new AudioTokensException(FileErrors.describe(e), e);
            } catch (InvalidPathException e) {
                throw new AudioTokensException("'" + argument + "' is not a path: " + e.getReason(), e);
            }
        }
        return List.copyOf(files);
    }

    private static List<Path> of(String argument) throws IOException {
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            List<Path> files = find(path, file -> AudioFile.hasAudioExtension(FileName.text(file.getFileName())));
            if (files.isEmpty()) {
                throw new AudioTokensException("the folder " + path + " contains no audio file");
            }
            return files;
        }
        if (!Files.exists(path) && isPattern(argument)) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + argument);
            List<Path> files = find(searchFolder(path), matcher::matches);
            if (files.isEmpty()) {
                throw new AudioTokensException("no file matches '" + argument + "'");
            }
            return files;
        }
        return List.of(path); // even if the file is missing: opening it then fails with a message
    }

    private static boolean isPattern(String text) {
        return text.contains("*") || text.contains("?") || text.contains("[") || text.contains("{");
    }

    /** Returns the deepest parent folder of a pattern whose path has no wildcards. */
    private static Path searchFolder(Path pattern) {
        Path folder = pattern.getParent();
        while (folder != null && isPattern(folder.toString())) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("") : folder;
    }

    private static List<Path> find(Path folder, Predicate<Path> filter) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).filter(filter).sorted().toList();
        }
    }
}
