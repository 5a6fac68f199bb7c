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
        names.forEach((name, key) ->
                folder.settings().value(name).filter(value -> !isPath(key)).ifPresent(value -> keys.put(key, value)));
        keys.putAll(ofFiles());
        removeInvalid(keys);
        keys.putAll(ofPaths());
        Map<String, Object> values = base.with(keys).toMap();
        keys.keySet()
                .removeIf(key -> Objects.equals(values.get(key), base.toMap().get(key)));
        return keys;
    }

    /** Paths may be those of another machine, see {@link #ofPaths}. */
    private boolean isPath(String key) {
        return key.equals("ontology") || base.toMap().get(key) instanceof List<?>;
    }

    /**
     * Removes values that are specific to the original, such as the name of a model. Checks all keys at once, since some
     * values are valid only together, such as {@code modelType} and {@code datasetType}.
     */
    private void removeInvalid(Map<String, String> keys) {
        while (!keys.isEmpty()) {
            try {
                base.with(keys);
                return;
            } catch (ConfigurationException e) {
                if (keys.remove(e.key()) == null) {
                    keys.clear();
                }
            }
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

    /** The paths of metadata and audio, and the names of the audio's sets. */
    private Map<String, String> ofPaths() {
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
