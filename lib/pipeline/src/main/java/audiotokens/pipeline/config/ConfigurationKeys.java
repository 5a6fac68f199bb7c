package audiotokens.pipeline.config;

import audiotokens.option.Option;
import audiotokens.option.OptionValue;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of all configuration keys, as the README quotes it. */
public final class ConfigurationKeys {
    private ConfigurationKeys() {}

    /** Prints the table. */
    public static void main(String[] arguments) {
        System.out.print(table());
    }

    /** A Markdown table: key, default, what it may be, meaning, the original's name where that differs. */
    public static String table() {
        StringBuilder table =
                new StringBuilder("| key | default | may be | meaning | in the original |\n|---|---|---|---|---|\n");
        OptionRecords.keys().forEach((key, component) -> {
            Option option = component.getAnnotation(Option.class);
            table.append("| `%s` | %s | %s | %s | %s |%n"
                    .formatted(
                            key,
                            option.standard().isEmpty() ? "" : "`" + option.standard() + "`",
                            domain(component),
                            option.value(),
                            option.original().isEmpty() ? "" : "`" + option.original() + "`"));
        });
        return table.toString();
    }

    private static String domain(RecordComponent component) {
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
        if (type == String.class) {
            return "text";
        }
        return component.getGenericType().getTypeName().contains("List") ? "list" : "path";
    }
}
