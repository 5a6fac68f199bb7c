package audiotokens.pipeline.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the labels in one column of a table. */
public final class LabelText {
    /** A Python or JSON list. */
    private static final Pattern LIST = Pattern.compile("\\[(.*)]", Pattern.DOTALL);

    private static final String SEPARATORS = ",;|";

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

    private LabelText() {}

    /**
     * Parses the text of a column: several labels if {@code separators} are given, if the column name is plural, such
     * as {@code labels} or {@code tags}, or if the text is a Python or JSON list of strings; otherwise one.
     *
     * @param separators characters that separate labels, or an empty string
     */
    static List<String> parse(String column, String text, String separators) {
        if (!separators.isEmpty()) {
            return separated(text, separators);
        }
        String name = column.toLowerCase(Locale.ROOT);
        if ((name.endsWith("s") && !name.endsWith("ss")) || isListOfStrings(text)) {
            return split(text);
        }
        return text.isBlank() ? List.of() : List.of(text.strip());
    }

    private static boolean isListOfStrings(String text) {
        Matcher list = LIST.matcher(text.strip());
        return list.matches() && QUOTED.matcher(list.group(1)).lookingAt();
    }

    /** Parses labels separated by {@code ,}, {@code ;} or {@code |}, or a Python or JSON list. */
    public static List<String> split(String text) {
        Matcher list = LIST.matcher(text.strip());
        if (!list.matches()) {
            return separated(text, SEPARATORS);
        }
        List<String> labels = new ArrayList<>();
        Matcher quoted = QUOTED.matcher(list.group(1));
        while (quoted.find()) {
            labels.add(quoted.group(1) == null ? quoted.group(2) : quoted.group(1));
        }
        return labels.isEmpty() ? separated(list.group(1), SEPARATORS) : union(labels, List.of());
    }

    /**
     * Returns the first {@code ,}, {@code ;} or {@code |} in a text; empty for texts such as NumPy's {@code ['a' 'b']}.
     */
    public static Optional<Character> firstSeparator(String text) {
        return text.chars()
                .filter(character -> SEPARATORS.indexOf(character) >= 0)
                .mapToObj(character -> (char) character)
                .findFirst();
    }

    private static List<String> separated(String text, String separators) {
        List<String> labels = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
                labels.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return union(labels, List.of());
    }

    /** Returns the union of two lists, in order. */
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
