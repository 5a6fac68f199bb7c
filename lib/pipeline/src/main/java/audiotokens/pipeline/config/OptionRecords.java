package audiotokens.pipeline.config;

import audiotokens.file.Location;
import audiotokens.option.Option;
import audiotokens.option.OptionException;
import audiotokens.option.OptionValue;
import audiotokens.option.Options;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Binds flat text values to the components of the options records, and converts them back. */
final class OptionRecords {
    private static final Map<String, RecordComponent> KEYS = Collections.unmodifiableMap(findKeys());
    private static final Map<String, String> FORMER_NAMES = Collections.unmodifiableMap(findFormerNames());

    private OptionRecords() {}

    /**
     * Returns all keys, in the order of the documentation, and their record components, whose {@link Option}
     * annotations hold description, default value and range.
     */
    static Map<String, RecordComponent> keys() {
        return KEYS;
    }

    private static Map<String, RecordComponent> findKeys() {
        Map<String, RecordComponent> keys = new LinkedHashMap<>();
        for (RecordComponent group : Configuration.class.getRecordComponents()) {
            for (RecordComponent component : group.getType().getRecordComponents()) {
                if (keys.put(component.getName(), component) != null) {
                    throw new IllegalStateException("two options share the key " + component.getName());
                }
            }
        }
        return keys;
    }

    /** Returns the current name of each key that has been renamed, by its former name. */
    static Map<String, String> formerNames() {
        return FORMER_NAMES;
    }

    private static Map<String, String> findFormerNames() {
        Map<String, String> currentNames = new LinkedHashMap<>();
        keys().forEach((key, component) -> {
            for (String former : component.getAnnotation(Option.class).formerNames()) {
                currentNames.put(former, key);
            }
        });
        return currentNames;
    }

    static Configuration bind(Map<String, String> overrides) {
        Map<String, RecordComponent> keys = keys();
        Map<String, String> currentNames = formerNames();
        Map<String, String> values = new LinkedHashMap<>();
        overrides.forEach((key, value) -> values.put(currentNames.getOrDefault(key, key), value));
        gatherSparkSettings(values);
        for (String key : values.keySet()) {
            if (!keys.containsKey(key)) {
                throw new ConfigurationException(key, "no such key; the nearest is " + nearest(key, keys));
            }
        }
        RecordComponent[] groups = Configuration.class.getRecordComponents();
        try {
            Object[] records = new Object[groups.length];
            Class<?>[] types = new Class<?>[groups.length];
            for (int i = 0; i < groups.length; i++) {
                types[i] = groups[i].getType();
                records[i] = Options.bind(types[i].asSubclass(Record.class), values);
            }
            return Configuration.class.getDeclaredConstructor(types).newInstance(records);
        } catch (OptionException e) {
            throw new ConfigurationException(e.option(), e.reason());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Moves all keys that start with {@code spark.}, and their values, into the value of the key sparkConf. */
    private static void gatherSparkSettings(Map<String, String> values) {
        String joined = values.keySet().stream()
                .filter(key -> key.startsWith(EngineOptions.SETTING_PREFIX))
                .map(key -> key + "=" + values.get(key))
                .collect(Collectors.joining(","));
        if (!joined.isEmpty()) {
            values.keySet().removeIf(key -> key.startsWith(EngineOptions.SETTING_PREFIX));
            values.merge("sparkConf", joined, (existing, added) -> existing.isBlank() ? added : existing + "," + added);
        }
    }

    /**
     * Returns the key most similar to {@code unknownKey}, by its name in this library or in the original Python
     * implementation.
     */
    private static String nearest(String unknownKey, Map<String, RecordComponent> keys) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        ToIntBiFunction<String, String> dissimilarity = (a, b) -> distance.apply(normalized(a), normalized(b));
        return keys.entrySet().stream()
                .min(Comparator.comparingInt(entry -> Math.min(
                        dissimilarity.applyAsInt(unknownKey, entry.getKey()),
                        dissimilarity.applyAsInt(
                                unknownKey,
                                entry.getValue().getAnnotation(Option.class).original()))))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    private static String normalized(String key) {
        return key.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Returns all keys and their values, for YAML and JSON. */
    static Map<String, Object> values(Configuration configuration) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent group : Configuration.class.getRecordComponents()) {
            Object record = value(group, configuration);
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                values.put(component.getName(), OptionValue.toYaml(value(component, record)));
            }
        }
        return values;
    }

    static Configuration resolve(Configuration configuration, Path base) {
        Map<String, String> values = asText(values(configuration));
        keys().forEach((key, component) -> {
            if (component.getType() == Path.class) {
                values.compute(key, (unusedKey, text) -> absolute(base, text));
            } else if (OptionValue.isPath(component)) {
                values.compute(key, (unusedKey, text) -> Arrays.stream(text.split(","))
                        .filter(item -> !item.isEmpty())
                        .map(item -> absolute(base, item))
                        .collect(Collectors.joining(",")));
            }
        });
        return bind(values);
    }

    private static String absolute(Path base, String text) {
        return Location.of(text).resolvedAgainst(base).toString();
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> asText(Map<String, Object> values) {
        Map<String, String> text = new LinkedHashMap<>();
        values.forEach((key, value) -> text.put(
                key,
                value instanceof List<?> items
                        ? items.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : value.toString()));
        return text;
    }
}
