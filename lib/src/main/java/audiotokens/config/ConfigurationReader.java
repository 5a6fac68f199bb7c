package audiotokens.config;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Binds flat text values to the option records by the names of their components. */
final class ConfigurationReader {
    private ConfigurationReader() {}

    /** Every key with its description, default and range, in the order of the records. */
    static Map<String, RecordComponent> keys() {
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

    static Configuration read(Path yaml, List<String> overrides) {
        Map<String, String> values = readYaml(yaml);
        values.putIfAbsent("outputPath", "output/" + fileStem(yaml));
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationException(override, "not of the form key=value");
            }
            values.put(
                    override.substring(0, equals).strip(),
                    override.substring(equals + 1).strip());
        }
        return bind(values);
    }

    private static String fileStem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Map<String, String> readYaml(Path yaml) {
        if (!Files.isRegularFile(yaml)) {
            throw new ConfigurationException(
                    yaml.toString(), "no such configuration file; those that come along are in notebooks/configs");
        }
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readString(yaml));
        } catch (IOException e) {
            throw new ConfigurationException(yaml.toString(), "cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw new ConfigurationException(
                    yaml.toString(),
                    "is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        Map<String, String> values = new LinkedHashMap<>();
        if (root.isMissingNode() || root.isNull()) {
            return values;
        }
        if (!root.isObject()) {
            throw new ConfigurationException(yaml.toString(), "holds no keys; a line is written key: value");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            values.put(entry.getKey(), asText(entry.getKey(), entry.getValue()));
        }
        return values;
    }

    private static String asText(String key, JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().map(item -> asText(key, item)).collect(Collectors.joining(","));
        }
        if (node.isObject()) {
            throw new ConfigurationException(key, "has keys below it; it may be one value or a list");
        }
        return node.isNull() ? "" : node.asString();
    }

    static Configuration bind(Map<String, String> values) {
        Map<String, RecordComponent> keys = keys();
        for (String key : values.keySet()) {
            if (!keys.containsKey(key)) {
                throw new ConfigurationException(key, "no such key; the nearest is " + nearest(key, keys.keySet()));
            }
        }
        RecordComponent[] groups = Configuration.class.getRecordComponents();
        Object[] records = new Object[groups.length];
        for (int i = 0; i < groups.length; i++) {
            RecordComponent[] components = groups[i].getType().getRecordComponents();
            Object[] arguments = Arrays.stream(components)
                    .map(component -> convert(component, values.get(component.getName())))
                    .toArray();
            records[i] = construct(groups[i].getType(), arguments);
        }
        return (Configuration) construct(Configuration.class, records);
    }

    private static Object construct(Class<?> type, Object[] arguments) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object convert(RecordComponent component, String given) {
        Option option = component.getAnnotation(Option.class);
        String text = given == null ? option.standard() : given;
        String key = component.getName();
        Class<?> type = component.getType();
        if (type == List.class) {
            Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            List<Object> items = new ArrayList<>();
            for (String item : text.split(",")) {
                if (!item.isBlank()) {
                    items.add(element == Path.class ? path(key, item.strip()) : item.strip());
                }
            }
            return items;
        }
        if (type == Path.class) {
            if (text.isBlank()) {
                throw new ConfigurationException(key, "is empty; it may be a path");
            }
            return path(key, text);
        }
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new ConfigurationException(key, "'" + text + "' is neither true nor false");
            };
        }
        if (type.isEnum()) {
            return constant(key, type, text);
        }
        return number(component, option, text);
    }

    private static Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(key, "'" + text + "' is no path: " + e.getReason());
        }
    }

    private static Object constant(String key, Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(text)
                    || constant.toString().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new ConfigurationException(
                key,
                "'" + text + "' is unknown; it may be "
                        + Arrays.stream(type.getEnumConstants())
                                .map(each -> String.valueOf(written(each)))
                                .collect(Collectors.joining(", ")));
    }

    private static Object number(RecordComponent component, Option option, String text) {
        String key = component.getName();
        boolean whole = component.getType() != double.class;
        double value;
        try {
            value = whole ? Long.parseLong(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    key,
                    "'" + text + "' is not a " + (whole ? "whole number" : "number") + "; it may be "
                            + range(component));
        }
        double most = component.getType() == int.class ? Math.min(option.max(), Integer.MAX_VALUE) : option.max();
        if (!(value >= option.min() && value <= most)) {
            throw new ConfigurationException(key, text + " is out of range; it may be " + range(component));
        }
        if (component.getType() == int.class) {
            return (int) value;
        }
        return component.getType() == long.class ? (Object) Long.parseLong(text) : (Object) value;
    }

    /** The range of a number in words, as {@code 1 to 65536}. */
    static String range(RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        boolean from = option.min() != Double.NEGATIVE_INFINITY;
        boolean to = option.max() != Double.POSITIVE_INFINITY;
        if (from && to) {
            return plain(option.min()) + " to " + plain(option.max());
        }
        if (from) {
            return plain(option.min()) + " or more";
        }
        return to ? "at most " + plain(option.max()) : "any number";
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String nearest(String key, Set<String> keys) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String wanted = key.replace("_", "").toLowerCase(Locale.ROOT);
        return keys.stream()
                .min((a, b) -> Integer.compare(
                        distance.apply(wanted, a.toLowerCase(Locale.ROOT)),
                        distance.apply(wanted, b.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    static void collect(Configuration configuration, Map<String, Object> values) {
        for (RecordComponent group : Configuration.class.getRecordComponents()) {
            Object record = value(group, configuration);
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                values.put(component.getName(), written(value(component, record)));
            }
        }
    }

    static Configuration resolve(Configuration configuration, Path base) {
        Map<String, String> values = asText(configuration.toMap());
        keys().forEach((key, component) -> {
            if (component.getType() == Path.class) {
                values.compute(key, (unused, text) -> absolute(base, text));
            } else if (component.getGenericType().getTypeName().contains(Path.class.getName())) {
                values.compute(key, (unused, text) -> Arrays.stream(text.split(","))
                        .filter(item -> !item.isEmpty())
                        .map(item -> absolute(base, item))
                        .collect(Collectors.joining(",")));
            }
        });
        return bind(values);
    }

    private static String absolute(Path base, String text) {
        return base.resolve(text).normalize().toString();
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A value as YAML and JSON hold it: paths, constants and lists of them become text. */
    private static Object written(Object value) {
        return switch (value) {
            case DatasetType type -> type.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Path path -> path.toString();
            case List<?> items ->
                items.stream().map(ConfigurationReader::written).toList();
            default -> value;
        };
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

    static String toYaml(Map<String, Object> values) {
        return new YAMLMapper().writeValueAsString(values);
    }
}
