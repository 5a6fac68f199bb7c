package audiotokens.file;

import audiotokens.ExceptionMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A delimited table with a header. Fields that contain the separator or a line break are quoted.
 *
 * @param columns names of the columns
 * @param rows the valid rows in order, without blank lines
 * @param invalidRows the invalid rows in order
 */
public record CsvTable(List<String> columns, List<Row> rows, List<InvalidRow> invalidRows) {
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
        invalidRows = List.copyOf(invalidRows);
    }

    /** Returns the separators that the header line of {@code text} may use, most common first. */
    public static List<Character> separators(String text) {
        String header = text.lines().findFirst().orElse("");
        if (isSeparatorLine(header)) {
            return List.of(header.charAt(header.length() - 1));
        }
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
        int headerIndex = !lines.isEmpty() && isSeparatorLine(lines.getFirst()) ? 1 : 0;
        List<String> columns =
                lines.size() <= headerIndex ? List.of() : CsvRow.parse(lines.get(headerIndex), separator);
        List<Row> rows = new ArrayList<>();
        List<InvalidRow> invalidRows = new ArrayList<>();
        for (int index = headerIndex + 1; index < lines.size(); ) {
            int length = 1;
            if (!lines.get(index).isBlank()) {
                length = countLines(lines, index, separator, columns.size());
                try {
                    String row = String.join("\n", lines.subList(index, index + length));
                    rows.add(new Row(index + 1, fields(row, separator, columns.size())));
                } catch (IllegalArgumentException e) {
                    invalidRows.add(new InvalidRow(index + 1, lines.get(index), ExceptionMessage.of(e)));
                }
            }
            index += length;
        }
        return new CsvTable(columns, rows, invalidRows);
    }

    /** Returns whether {@code line} declares the separator for Excel: {@code sep=;}. */
    private static boolean isSeparatorLine(String line) {
        return line.length() == "sep=;".length() && line.startsWith("sep=");
    }

    /**
     * Returns the fields of a row. In a tab-separated table, quotes may be part of the text, as in Common Voice: they
     * are read literally if only this gives the row the right number of fields.
     *
     * @throws IllegalArgumentException if a quoted field is not closed, or there are more fields than columns
     */
    private static List<String> fields(String row, char separator, int columns) {
        boolean isLiteral = fitsLiterally(row, separator, columns);
        List<String> fields;
        try {
            fields = CsvRow.parse(row, separator);
        } catch (IllegalArgumentException e) {
            if (isLiteral) {
                return literalFields(row);
            }
            throw e;
        }
        if (isLiteral && fields.size() != columns) {
            return literalFields(row);
        }
        if (fields.stream().skip(columns).anyMatch(field -> !field.isEmpty())) {
            throw new IllegalArgumentException("the row has " + fields.size() + " fields, but the header has " + columns
                    + "; quote a field that contains the separator");
        }
        return fields;
    }

    /** Returns whether a row of a tab-separated table has the right number of fields if quotes are read literally. */
    private static boolean fitsLiterally(String row, char separator, int columns) {
        return separator == '\t' && literalFields(row).size() == columns;
    }

    /** Returns the fields of a row of a tab-separated table, with their quotes. */
    private static List<String> literalFields(String row) {
        return Arrays.stream(row.split("\t", -1)).map(String::strip).toList();
    }

    /**
     * Returns the number of lines of a row: more than 1 only if its first line has an unclosed quote and a following
     * line closes the quote, giving the row the right number of fields. A stray quote must not consume the following
     * rows: in a tab-separated table, lines that all have the right number of fields if their quotes are read literally
     * are separate rows.
     */
    private static int countLines(List<String> lines, int start, char separator, int columns) {
        try {
            CsvRow.parse(lines.get(start), separator);
            return 1;
        } catch (IllegalArgumentException e) {
            // not closed
        }
        StringBuilder row = new StringBuilder(lines.get(start));
        boolean areAllLiteral = fitsLiterally(lines.get(start), separator, columns);
        for (int end = start + 1; end < Math.min(lines.size(), start + MAX_LINES); end++) {
            String line = lines.get(end);
            row.append('\n').append(line);
            areAllLiteral = areAllLiteral && fitsLiterally(line, separator, columns);
            int quote = line.indexOf('"');
            if (quote < 0) {
                continue;
            }
            String afterQuote = line.substring(quote + 1).replaceFirst("^ +", "");
            boolean isEscapedQuote = afterQuote.startsWith("\"");
            if (!isEscapedQuote && !afterQuote.isBlank() && afterQuote.charAt(0) != separator) {
                return 1;
            }
            try {
                boolean hasAllFields = CsvRow.parse(row.toString(), separator).size() == columns;
                return hasAllFields && !areAllLiteral ? end - start + 1 : 1;
            } catch (IllegalArgumentException e) {
                // not closed yet
            }
        }
        return 1;
    }
}
