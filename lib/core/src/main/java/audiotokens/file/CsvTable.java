package audiotokens.file;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with a header: fields that a separator separates, in quotes where they hold it or a line break.
 *
 * @param columns the header's fields
 * @param rows the rows that can be read, in order; blank lines are left out
 * @param faults the rows that cannot
 */
public record CsvTable(List<String> columns, List<Row> rows, List<Fault> faults) {
    /** The separators that {@link #separators} offers, the most usual first. */
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    /** Lines that a row with line breaks in quotes may have. */
    private static final int MOST_LINES = 100;

    /**
     * One row.
     *
     * @param line the number of its first line in the file, from 1
     * @param fields what it holds
     */
    public record Row(int line, List<String> fields) {
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A row that cannot be read.
     *
     * @param line the number of its line, from 1
     * @param text the line
     * @param reason what is wrong with it
     */
    public record Fault(int line, String text, String reason) {}

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
    }

    /** The separators that the header line of {@code text} could be written with, the most usual first. */
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
     * Reads a table.
     *
     * @throws IllegalArgumentException where the header has a quote that is not closed
     */
    public static CsvTable parse(String text, char separator) {
        List<String> lines = text.lines().toList();
        List<String> columns = lines.isEmpty() ? List.of() : CsvRow.parse(lines.getFirst(), separator);
        List<Row> rows = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
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
                        faults.add(new Fault(at + 1, lines.get(at), e.getMessage()));
                    }
                }
            }
            at += length;
        }
        return new CsvTable(columns, rows, faults);
    }

    /**
     * How many lines a row has whose first one leaves a quote open; 1 where no line that follows closes it so that the
     * row has the header's fields. A stray quote must not swallow the rows after it.
     */
    private static int lengthOfRow(List<String> lines, int start, char separator, int columns) {
        StringBuilder row = new StringBuilder(lines.get(start));
        for (int end = start + 1; end < Math.min(lines.size(), start + MOST_LINES); end++) {
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
