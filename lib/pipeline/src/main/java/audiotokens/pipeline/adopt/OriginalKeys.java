package audiotokens.pipeline.adopt;

import audiotokens.file.NpyFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.config.ConfigurationKeys;
import audiotokens.pipeline.run.Split;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reconstructs the configuration of the original's files from the files and the original's configuration. */
final class OriginalKeys {
    private final OriginalFolder folder;
    private final Configuration base;

    /** @param base configuration with the values of all keys that cannot be determined */
    OriginalKeys(OriginalFolder folder, Configuration base) {
        this.folder = folder;
        this.base = base;
    }

    /** The keys that differ from the base configuration, with their values. */
    SequencedMap<String, String> differing() throws IOException {
        SequencedMap<String, String> keys = new LinkedHashMap<>();
        Map<String, String> names = ConfigurationKeys.byOriginalName();
        folder.settings().forEach((name, value) -> {
            if (names.containsKey(name)) {
                putWhereValid(keys, names.get(name), value);
            }
        });
        ofFiles().forEach((key, value) -> putWhereValid(keys, key, value));
        keys.putAll(ofMetadata());
        Map<String, Object> values = base.with(keys).toMap();
        keys.keySet()
                .removeIf(key -> Objects.equals(values.get(key), base.toMap().get(key)));
        return keys;
    }

    private void putWhereValid(Map<String, String> keys, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(keys);
        more.put(key, value);
        try {
            base.with(more);
        } catch (ConfigurationException e) {
            return; // specific to the original, such as a list of paths or a model name
        }
        if (!(base.toMap().get(key) instanceof List<?>)) {
            keys.put(key, value);
        }
    }

    /** Values derived from the arrays override the configuration, which may have been changed later. */
    private Map<String, String> ofFiles() throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        if (folder.centroids().isPresent()) {
            keys.put(
                    "vocabSize",
                    Integer.toString(NpyFile.readShape(folder.centroids().get(), 2)[0]));
        }
        Optional<Path> spectrogram = firstSpectrogram();
        if (spectrogram.isPresent()) {
            NpyFile.Floats array = NpyFile.readFloats(spectrogram.get(), 2);
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (float value : array.values()) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            keys.put("nMels", Integer.toString(array.shape()[0]));
            keys.put("normalize", Boolean.toString(min == 0 && max == 1));
        }
        return keys;
    }

    private Optional<Path> firstSpectrogram() throws IOException {
        Optional<Path> train = folder.arrays("spectrograms").map(path -> path.resolve(Split.TRAIN.folder()));
        if (train.filter(Files::isDirectory).isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(train.get(), "*.npy")) {
            for (Path file : files) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private Map<String, String> ofMetadata() {
        Map<String, String> keys = new LinkedHashMap<>();
        folder.metadata("ontology.json").ifPresent(file -> keys.put("ontology", file.toString()));
        String segments = Stream.of("balanced_train_segments.csv", "unbalanced_train_segments.csv")
                .flatMap(name -> folder.metadata(name).stream())
                .map(Path::toString)
                .collect(Collectors.joining(","));
        if (!segments.isEmpty()) {
            keys.put("segments", segments);
        }
        return keys;
    }
}
