package audiotokens.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One run of a sweep.
 *
 * @param name of the run's folder, and in tables: letters, digits and the signs {@code . , _ - = ×} and space
 * @param keys configuration keys and their values in place of the base's
 */
public record Variant(String name, SequencedMap<String, String> keys) {
    public Variant {
        if (!name.matches("[\\w.,=× -]+")) {
            throw new IllegalArgumentException("'" + name + "' cannot be a folder's name");
        }
        keys = new LinkedHashMap<>(keys);
    }

    /** A variant from {@code key=value} texts. */
    public static Variant of(String name, String... keys) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String key : keys) {
            int equals = key.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(key + " is not of the form key=value");
            }
            values.put(key.substring(0, equals), key.substring(equals + 1));
        }
        return new Variant(name, values);
    }

    /** One variant for each value of a key, named by the value. */
    public static List<Variant> each(String key, Object... values) {
        return Arrays.stream(values)
                .map(value ->
                        new Variant(String.valueOf(value), new LinkedHashMap<>(Map.of(key, String.valueOf(value)))))
                .toList();
    }
}
