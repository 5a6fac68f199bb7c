package audiotokens.file;

import audiotokens.ExceptionMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A delimited table with a header. Fields that contain the separator or a line break are quoted.
 *
 * @param columns names of the columns
 * @param rows the valid rows in order, without blank lines
 * @param problems the invalid rows
 */
public record CsvTable(List<String> columns, List<Row> rows, List<InvalidRow> problems) {
    /** The supported separators, most common first. */
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    /** Maximum number of lines of a row with quoted line breaks. */
    private static final int MAX_LINES = 100;

    /**
     * A row.
     *
     * @param line number of its first line in the file, from 1
     * @param fields the fields
     */
    public record Row(int line, List<String> fields) {
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /**
     * An invalid row.
     *
     * @param line number of the line, from 1
     * @param text the line
     * @param reason what is wrong with it
     */
    public record InvalidRow(int line, String text, String reason) {}

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** The separators that the header line of {@code text} may use, most common first. */
    public static List<Character> separators(String text) {
        String header = text.lines().findFirst().orElse("");
        List<Character> found = new ArrayList<>();
        for (char separator : SEPARATORS) {
            if (separator == SEPARATORS.getFirst() || header.indexOf(separator) >= 0) {
                found.add(separator);
            }
        }
        return found;
    }

    /**
     * Parses a table.
     *
     * @throws IllegalArgumentException if a quoted field of the header is not closed
     */
    public static CsvTable parse(String text, char separator) {
        List<String> lines = text.lines().toList();
        List<String> columns = lines.isEmpty() ? List.of() : CsvRow.parse(lines.getFirst(), separator);
        List<Row> rows = new ArrayList<>();
        List<InvalidRow> problems = new ArrayList<>();
        for (int at = 1; at < lines.size(); ) {
            int length = 1;
            if (!lines.get(at).isBlank()) {
                try {
                    rows.add(new Row(at + 1, CsvRow.parse(lines.get(at), separator)));
                } catch (IllegalArgumentException e) {
                    length = lengthOfRow(lines, at, separator, columns.size());
                    if (length > 1) {
                        rows.add(new Row(
                                at + 1, CsvRow.parse(String.join("\n", lines.subList(at, at + length)), separator)));
                    } else {
                        problems.add(new InvalidRow(at + 1, lines.get(at), ExceptionMessage.of(e)));
                    }
                }
            }
            at += length;
        }
        return new CsvTable(columns, rows, problems);
    }

    /**
     * Number of lines of a row whose first line has an unclosed quote; 1 if no following line closes it with the right
     * number of fields. A stray quote must not consume the rows after it.
     */
    private static int lengthOfRow(List<String> lines, int start, char separator, int columns) {
        StringBuilder row = new StringBuilder(lines.get(start));
        for (int end = start + 1; end < Math.min(lines.size(), start + MAX_LINES); end++) {
            String line = lines.get(end);
            row.append('\n').append(line);
            int quote = line.indexOf('"');
            if (quote < 0) {
                continue;
            }
            String rest = line.substring(quote + 1).strip();
            boolean isDoubled = rest.startsWith("\"");
            if (!isDoubled && !rest.isEmpty() && rest.charAt(0) != separator && separator != '\t') {
                return 1;
            }
            try {
                return CsvRow.parse(row.toString(), separator).size() == columns ? end - start + 1 : 1;
            } catch (IllegalArgumentException e) {
                // not closed yet
            }
        }
        return 1;
    }
}
