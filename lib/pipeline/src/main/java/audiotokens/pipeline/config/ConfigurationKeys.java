package audiotokens.pipeline.config;

import audiotokens.option.Option;
import audiotokens.option.OptionValue;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The reference of all configuration keys, {@code notebooks/configs/KEYS.md}. */
public final class ConfigurationKeys {
    private ConfigurationKeys() {}

    /** Prints the table, or with {@code --markdown} the whole page. */
    public static void main(String[] arguments) {
        System.out.print(arguments.length > 0 && arguments[0].equals("--markdown") ? page() : table());
    }

    /** Returns the page that {@code ./run keys --markdown} writes. */
    public static String page() {
        return """
                # Configuration keys

                Set a key on the command line (`./run vocabSize=200`), in a YAML file, or in a notebook's first cell
                (`configuration("vocabSize=200")`). A list is separated by commas. This page is written by
                `./run keys --markdown`.

                """
                + table();
    }

    /**
     * Returns a Markdown table of the keys: name, default, valid values, meaning, and the name in the original Python
     * implementation if it differs.
     */
    public static String table() {
        StringBuilder table = new StringBuilder(
                "| key | default | valid values | meaning | in the original |\n|---|---|---|---|---|\n");
        OptionRecords.keys().forEach((key, component) -> {
            Option option = component.getAnnotation(Option.class);
            table.append("| `%s` | %s | %s | %s | %s |%n"
                    .formatted(
                            cell(key),
                            cell(option.defaultValue().isEmpty() ? "" : "`" + option.defaultValue() + "`"),
                            cell(validValues(component)),
                            cell(option.value()),
                            cell(option.original().isEmpty() ? "" : "`" + option.original() + "`")));
        });
        return table.toString();
    }

    /** Escapes the column separators of a text; Markdown also accepts the escape inside code. */
    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /** Returns the keys by their names in the original Python implementation. */
    public static Map<String, String> byOriginalName() {
        Map<String, String> keys = new LinkedHashMap<>();
        OptionRecords.keys().forEach((key, component) -> {
            String original = component.getAnnotation(Option.class).original();
            String snakeCase = key.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            keys.put(original.isEmpty() ? snakeCase : original, key);
        });
        return keys;
    }

    private static String validValues(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant instanceof DatasetType
                            ? constant.toString()
                            : ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "name";
        }
        if (type == boolean.class) {
            return "true, false";
        }
        if (type.isPrimitive()) {
            return OptionValue.range(component);
        }
        return component.getGenericType().getTypeName().contains("List") ? "list" : "path";
    }
}
