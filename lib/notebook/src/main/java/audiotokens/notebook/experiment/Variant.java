package audiotokens.notebook.experiment;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * One of several configurations that are compared, for instance in a sweep.
 *
 * @param name name in tables and folder name of the run: letters, digits, space and the characters {@code . , _ - = ×}
 * @param overrides configuration keys and values that override the base's
 */
public record Variant(String name, SequencedMap<String, String> overrides) {
    public Variant {
        if (!name.matches("[\\w.,=× -]+")) {
            throw new IllegalArgumentException("'" + name + "' cannot be used as a folder name");
        }
        overrides = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(overrides));
    }

    /** Creates a variant from {@code key=value} settings. */
    public static Variant of(String name, String... settings) {
        SequencedMap<String, String> overrides = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(setting + " does not have the form key=value");
            }
            overrides.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new Variant(name, overrides);
    }

    /**
     * Reads each configuration file in {@code folder} with {@link #read}, sorted by name.
     *
     * @throws StageException if the folder does not exist or contains no file ending in {@code .yaml}
     */
    public static List<Variant> readAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Variant> variants = files.filter(
                            file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .map(Variant::read)
                    .toList();
            if (variants.isEmpty()) {
                throw new StageException(folder + " contains no configuration file (*.yaml)");
            }
            return variants;
        } catch (IOException e) {
            throw new StageException("the configurations in " + folder + " cannot be listed: " + e, e);
        }
    }

    /** Reads the keys of a configuration file; the variant's name is the file name, with spaces for underscores. */
    public static Variant read(Path yaml) {
        String name = yaml.getFileName().toString().replaceFirst("\\.yaml$", "");
        return new Variant(name.replace('_', ' '), Configuration.readKeys(yaml));
    }

    /**
     * Adds to each variant the keys of all variants before it, so that each differs from the previous one by one
     * change.
     */
    public static List<Variant> cumulative(List<Variant> changes) {
        SequencedMap<String, String> overrides = new LinkedHashMap<>();
        return changes.stream()
                .map(change -> {
                    overrides.putAll(change.overrides());
                    return new Variant(change.name(), overrides);
                })
                .toList();
    }

    /** Creates one variant per value of a key, named after the value. */
    public static List<Variant> forValues(String key, Object... values) {
        return Arrays.stream(values)
                .map(value ->
                        new Variant(String.valueOf(value), new LinkedHashMap<>(Map.of(key, String.valueOf(value)))))
                .toList();
    }
}
