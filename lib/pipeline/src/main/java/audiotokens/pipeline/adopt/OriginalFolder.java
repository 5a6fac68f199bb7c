package audiotokens.pipeline.adopt;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layout of the Python original's working folder.
 *
 * @param path the folder
 */
record OriginalFolder(Path path) {
    /** A field of the configuration class with a literal value. */
    private static final Pattern FIELD =
            Pattern.compile("\\s+(\\w+)\\s*:\\s*[\\w.\\[\\]]+\\s*=\\s*(\"[^\"]*\"|'[^']*'|[\\w.+-]+)\\s*(#.*)?");

    /** The split files, newest first. */
    List<Path> splits() throws IOException {
        return newestFirst("*split*.json");
    }

    /** {@code centroids.npy}. */
    Optional<Path> centroids() {
        return folders().stream()
                .map(folder -> folder.resolve("centroids.npy"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The folder of arrays with this name, {@code spectrograms} or {@code tokenized_audio}. */
    Optional<Path> arrays(String name) {
        return folders().stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** Weight files, newest first. */
    List<Path> weights() throws IOException {
        return newestFirst("*.{pth,safetensors}");
    }

    /** The metadata file with this name. */
    Optional<Path> metadata(String name) {
        return Optional.of(path.resolve("metadata").resolve(name)).filter(Files::isRegularFile);
    }

    /** The literal values of the configuration class's fields, by name; empty if the class is missing. */
    Map<String, String> settings() throws IOException {
        Path file = path.resolve("audio_tokens_config.py");
        Map<String, String> settings = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                Matcher field = FIELD.matcher(line);
                if (field.matches()) {
                    settings.put(field.group(1), value(field.group(2)));
                }
            }
        }
        return settings;
    }

    private static String value(String python) {
        return switch (python) {
            case "True" -> "true";
            case "False" -> "false";
            default -> python.replaceAll("[\"']", "");
        };
    }

    private List<Path> folders() {
        return List.of(path.resolve("output"), path);
    }

    private List<Path> newestFirst(String glob) throws IOException {
        Map<Path, FileTime> times = new LinkedHashMap<>();
        for (Path folder : folders()) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
                    for (Path file : files) {
                        times.put(file, Files.getLastModifiedTime(file));
                    }
                }
            }
        }
        List<Path> files = new ArrayList<>(times.keySet());
        files.sort(Comparator.comparing((Path file) -> times.get(file))
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        return files;
    }
}
