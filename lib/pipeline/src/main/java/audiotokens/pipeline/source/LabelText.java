package audiotokens.pipeline.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the labels in one column of a table. */
final class LabelText {
    /** A Python or JSON list. */
    private static final Pattern LIST = Pattern.compile("\\[(.*)]", Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

    private LabelText() {}

    /** Parses several labels if the column name is plural, such as {@code labels} or {@code tags}; otherwise one. */
    static List<String> ofColumn(String column, String text) {
        String name = column.toLowerCase(Locale.ROOT);
        if (name.endsWith("s") && !name.endsWith("ss")) {
            return split(text);
        }
        return text.isBlank() ? List.of() : List.of(text.strip());
    }

    /** Parses labels separated by {@code ,}, {@code ;} or {@code |}, or a Python or JSON list. */
    static List<String> split(String text) {
        Matcher list = LIST.matcher(text.strip());
        if (!list.matches()) {
            return separated(text);
        }
        List<String> labels = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(list.group(1));
        while (quoted.find()) {
            labels.add(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
        }
        return labels.isEmpty() ? separated(list.group(1)) : union(labels, List.of());
    }

    private static List<String> separated(String text) {
        return Arrays.stream(text.split("[,;|]"))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .distinct()
                .toList();
    }

    /** The union of two lists, in order. */
    static List<String> union(List<String> first, List<String> second) {
        List<String> labels = new ArrayList<>();
        for (List<String> list : List.of(first, second)) {
            list.stream()
                    .map(String::strip)
                    .filter(label -> !label.isEmpty() && !labels.contains(label))
                    .forEach(labels::add);
        }
        return List.copyOf(labels);
    }
}
