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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reconstructs the configuration keys that the files of the original Python implementation were computed with, from
 * these files and the original's configuration file.
 */
final class OriginalKeys {
    private final OriginalFolder folder;
    private final Configuration base;

    /** @param base configuration that supplies the values of all keys that cannot be reconstructed */
    OriginalKeys(OriginalFolder folder, Configuration base) {
        this.folder = folder;
        this.base = base;
    }

    /**
     * The reconstructed keys.
     *
     * @param overrides the keys whose values differ from the base configuration, and these values
     * @param invalid keys whose values in the original are invalid in this program, such as the name of a model, and
     *     these values
     */
    record Keys(SequencedMap<String, String> overrides, SequencedMap<String, String> invalid) {}

    /** Reads the original's configuration and the headers of its files. */
    Keys read() throws IOException {
        SequencedMap<String, String> keysOfFiles = keysOfFiles();
        SequencedMap<String, String> configuredKeys = configuredKeys();
        configuredKeys.keySet().removeAll(keysOfFiles.keySet());
        SequencedMap<String, String> dropped = removeInvalid(configuredKeys, keysOfFiles);
        SequencedMap<String, String> keys = union(configuredKeys, keysOfFiles);
        keys.putAll(keysOfPaths());
        Map<String, Object> values = base.with(keys).toMap();
        keys.keySet()
                .removeIf(key -> Objects.equals(values.get(key), base.toMap().get(key)));
        return new Keys(keys, dropped);
    }

    /** Returns the keys in the original's configuration and their values, which may be invalid. */
    private SequencedMap<String, String> configuredKeys() {
        SequencedMap<String, String> keys = new LinkedHashMap<>();
        ConfigurationKeys.byOriginalName().forEach((name, key) -> folder.settings()
                .value(name)
                .filter(value -> !isPath(key))
                .ifPresent(value -> keys.put(key, value)));
        return keys;
    }

    /** Returns whether a key holds a path, which may exist only on another machine; see {@link #keysOfPaths}. */
    private boolean isPath(String key) {
        return key.equals("ontology") || base.toMap().get(key) instanceof List<?>;
    }

    /**
     * Removes invalid keys from {@code configuredKeys} and, once that is empty, from {@code keysOfFiles}.
     * Returns the removed keys. Checks all keys at once, since some values are valid only together, such as
     * {@code modelType} and {@code datasetType}.
     */
    private SequencedMap<String, String> removeInvalid(
            SequencedMap<String, String> configuredKeys, SequencedMap<String, String> keysOfFiles) {
        SequencedMap<String, String> dropped = new LinkedHashMap<>();
        while (true) {
            Optional<ConfigurationException> problem = problem(union(configuredKeys, keysOfFiles));
            if (problem.isEmpty()) {
                return dropped;
            }
            SequencedMap<String, String> source = configuredKeys.isEmpty() ? keysOfFiles : configuredKeys;
            String reportedKey = problem.get().key();
            Set<String> invalid = source.containsKey(reportedKey)
                    ? Set.of(reportedKey)
                    : conflictingKeys(configuredKeys, keysOfFiles);
            for (String key : invalid.isEmpty() ? List.copyOf(source.keySet()) : invalid) {
                dropped.put(key, source.remove(key));
            }
        }
    }

    /**
     * Returns the configured keys that cause a problem reported for another key: those that are invalid even without
     * the other configured keys, otherwise the last key whose removal makes the rest valid. Empty if there is no such
     * key.
     */
    private Set<String> conflictingKeys(
            SequencedMap<String, String> configuredKeys, SequencedMap<String, String> keysOfFiles) {
        Set<String> invalid = new LinkedHashSet<>();
        configuredKeys.forEach((key, value) -> {
            if (problem(union(Map.of(key, value), keysOfFiles)).isPresent()) {
                invalid.add(key);
            }
        });
        if (!invalid.isEmpty()) {
            return invalid;
        }
        for (String key : configuredKeys.sequencedKeySet().reversed()) {
            Map<String, String> others = union(configuredKeys, keysOfFiles);
            others.remove(key);
            if (problem(others).isEmpty()) {
                return Set.of(key);
            }
        }
        return Set.of();
    }

    private static SequencedMap<String, String> union(Map<String, String> first, Map<String, String> second) {
        SequencedMap<String, String> union = new LinkedHashMap<>(first);
        union.putAll(second);
        return union;
    }

    private Optional<ConfigurationException> problem(Map<String, String> keys) {
        try {
            base.with(keys);
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(e);
        }
    }

    /**
     * Derives keys from the array files. These keys override the original's configuration file, which may have been
     * changed since the arrays were computed.
     */
    private SequencedMap<String, String> keysOfFiles() throws IOException {
        SequencedMap<String, String> keys = new LinkedHashMap<>();
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
        Optional<Path> train = folder.spectrograms().map(path -> path.resolve(Split.TRAIN.folder()));
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

    /** Returns the keys for the paths of metadata and audio, and for the names of the audio sets. */
    private Map<String, String> keysOfPaths() {
        Map<String, String> keys = new LinkedHashMap<>();
        folder.ontology().ifPresent(file -> keys.put("ontology", file.toString()));
        if (!folder.segments().isEmpty()) {
            keys.put("segments", folder.segments().stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        folder.settings().paths("audio_source_path").stream()
                .filter(Files::isDirectory)
                .findFirst()
                .ifPresent(audio -> keys.put("audioPath", audio.toString()));
        List<String> sets = folder.settings().strings("audio_source_sets");
        if (!sets.isEmpty()) {
            keys.put("audioSets", String.join(",", sets));
        }
        return keys;
    }
}
