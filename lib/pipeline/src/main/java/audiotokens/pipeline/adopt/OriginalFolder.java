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
import java.util.stream.Stream;

/**
 * The layout of the working folder of the original Python implementation. Paths in the original's configuration file
 * take precedence over the default paths.
 *
 * @param path the folder
 * @param settings the original's configuration
 */
record OriginalFolder(Path path, OriginalSettings settings) {

    /**
     * Reads the configuration of a folder.
     *
     * @throws IOException if the configuration file cannot be read
     */
    static OriginalFolder of(Path path) throws IOException {
        return new OriginalFolder(path, OriginalSettings.read(path));
    }

    /** Returns the split files: the configured one, then the others, newest first. */
    List<Path> splits() throws IOException {
        return Stream.concat(settings.paths("split_file").stream(), newestFirst("*split*.json").stream())
                .distinct()
                .toList();
    }

    /** Returns {@code centroids.npy}. */
    Optional<Path> centroids() {
        return candidates(List.of("centroids_path"), "centroids.npy")
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Returns the folder of the spectrograms. */
    Optional<Path> spectrograms() {
        return candidates(List.of("source_spec_path", "dest_spec_path"), "spectrograms")
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** Returns the folder of the tokens. */
    Optional<Path> tokens() {
        return candidates(List.of("dest_tokenized_path"), "tokenized_audio")
                .filter(Files::isDirectory)
                .findFirst();
    }

    /** Returns the weight files, newest first. */
    List<Path> weights() throws IOException {
        return newestFirst("*.{pth,safetensors}");
    }

    /** Returns the ontology file. */
    Optional<Path> ontology() {
        return Stream.concat(
                        settings.paths("ontology_json_file").stream(),
                        Stream.of(path.resolve("metadata").resolve("ontology.json")))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Returns the segment lists: those named in the configuration, otherwise those of AudioSet's two training sets. */
    List<Path> segments() {
        List<Path> configured = settings.paths("csv_index_files");
        return configured.isEmpty()
                ? Stream.of("balanced_train_segments.csv", "unbalanced_train_segments.csv")
                        .map(name -> path.resolve("metadata").resolve(name))
                        .filter(Files::isRegularFile)
                        .toList()
                : configured;
    }

    private Stream<Path> candidates(List<String> fields, String name) {
        return Stream.concat(
                fields.stream().flatMap(field -> settings.paths(field).stream()),
                searchedFolders().stream().map(folder -> folder.resolve(name)));
    }

    private List<Path> searchedFolders() {
        return List.of(path.resolve("output"), path);
    }

    private List<Path> newestFirst(String glob) throws IOException {
        Map<Path, FileTime> times = new LinkedHashMap<>();
        for (Path folder : searchedFolders()) {
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
