package audiotokens.option;

import audiotokens.file.Location;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts option values from and to text. */
public final class OptionValue {
    private OptionValue() {}

    /**
     * Parses {@code given}, or the default value if {@code given} is null.
     *
     * @throws OptionException if the value has the wrong type or is out of range
     */
    public static Object parse(RecordComponent component, @Nullable String given) {
        Option option = component.getAnnotation(Option.class);
        String text = given == null ? option.defaultValue() : given;
        String key = component.getName();
        Class<?> type = component.getType();
        if (type == List.class) {
            Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            List<Object> items = new ArrayList<>();
            for (String item : text.split(",", 0)) {
                if (!item.isBlank()) {
                    items.add(parseItem(key, element, item.strip()));
                }
            }
            return items;
        }
        if (type == Path.class) {
            if (text.isBlank()) {
                throw new OptionException(key, "is empty; it must be a path");
            }
            return parsePath(key, text);
        }
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new OptionException(key, "'" + text + "' is neither true nor false");
            };
        }
        if (type.isEnum()) {
            return parseEnum(key, type, text);
        }
        return parseNumber(component, option, text);
    }

    private static Object parseItem(String key, Type type, String text) {
        if (type == Location.class) {
            return Location.isUri(text) ? Location.of(text) : Location.of(parsePath(key, text));
        }
        return type == Path.class ? parsePath(key, text) : text;
    }

    private static Path parsePath(String key, String text) {
        if (Location.isUri(text)) {
            throw new OptionException(
                    key, "'" + text + "' is a URI; it must be a path of this machine, such as a mounted folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new OptionException(
                    key,
                    "'" + text + "' is not a path: " + e.getReason()
                            + (text.chars().allMatch(character -> character < 0x80)
                                    ? ""
                                    : "; this locale's encoding (" + System.getProperty("sun.jnu.encoding")
                                            + ") does not support one of its characters; set LC_ALL=C.UTF-8"));
        }
    }

    /** Returns whether an option is a path, or a list of paths or locations. */
    public static boolean isPath(RecordComponent component) {
        String type = component.getGenericType().getTypeName();
        return type.contains(Path.class.getName()) || type.contains(Location.class.getName());
    }

    private static Object parseEnum(String key, Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(text)
                    || constant.toString().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw new OptionException(
                key,
                "'" + text + "' is unknown; it must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> String.valueOf(toYaml(constant)))
                                .collect(Collectors.joining(", ")));
    }

    private static Object parseNumber(RecordComponent component, Option option, String text) {
        String key = component.getName();
        boolean isInteger = component.getType() != double.class;
        double value;
        try {
            value = isInteger ? Long.parseLong(text) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new OptionException(
                    key,
                    "'" + text + "' is not a " + (isInteger ? "whole number" : "number") + "; it must be "
                            + range(component));
        }
        double max = component.getType() == int.class ? Math.min(option.max(), Integer.MAX_VALUE) : option.max();
        if (!(value >= option.min() && value <= max)) {
            throw new OptionException(key, text + " is out of range; it must be " + range(component));
        }
        if (component.getType() == int.class) {
            return (int) value;
        }
        return component.getType() == long.class ? (Object) Long.parseLong(text) : (Object) value;
    }

    /** Returns the range of a number in words, such as {@code 1 to 65536}. */
    public static String range(RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        boolean hasMin = option.min() != Double.NEGATIVE_INFINITY;
        boolean hasMax = option.max() != Double.POSITIVE_INFINITY;
        if (hasMin && hasMax) {
            return format(option.min()) + " to " + format(option.max());
        }
        if (hasMin) {
            return format(option.min()) + " or more";
        }
        return hasMax ? "at most " + format(option.max()) : "any number";
    }

    private static String format(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Returns the value of {@code component} in {@code options}. */
    static Object of(RecordComponent component, Record options) {
        try {
            return component.getAccessor().invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** Converts a value for YAML and JSON: paths and enum constants become text. */
    public static Object toYaml(Object value) {
        return switch (value) {
            case Enum<?> constant ->
                constant.toString().equals(constant.name())
                        ? constant.name().toLowerCase(Locale.ROOT)
                        : constant.toString();
            case Path path -> path.toString();
            case Location location -> location.toString();
            case List<?> items -> items.stream().map(OptionValue::toYaml).toList();
            default -> value;
        };
    }
}
