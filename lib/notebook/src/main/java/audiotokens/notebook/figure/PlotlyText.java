package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.List;

/** Escapes text for Plotly, which interprets tags such as {@code <b>} and entities. */
final class PlotlyText {
    private static final int MAX_TITLE_LENGTH = 78;
    private static final int MAX_NAME_LENGTH = 42;

    private PlotlyText() {}

    /** Escapes everything in {@code text} that Plotly would interpret as markup. */
    static String literal(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\R", " ");
    }

    /** Truncates a name for an axis. */
    static String truncated(String name) {
        return truncated(name, MAX_NAME_LENGTH);
    }

    /** Truncates a name with an ellipsis. */
    static String truncated(String name, int maxLength) {
        return name.codePointCount(0, name.length()) > maxLength
                ? name.substring(0, name.offsetByCodePoints(0, maxLength - 1)) + "…"
                : name;
    }

    /** Wraps a title to the width of a page. */
    static List<String> lines(String title) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : title.strip().split("\\s+", 0)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > MAX_TITLE_LENGTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(truncated(word, MAX_TITLE_LENGTH));
        }
        lines.add(line.toString());
        return lines;
    }
}
