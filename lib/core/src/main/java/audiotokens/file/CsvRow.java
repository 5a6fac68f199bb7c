package audiotokens.file;

import java.util.ArrayList;
import java.util.List;

/** Parses a line of CSV like Python's {@code csv.reader} with {@code skipinitialspace=True}. */
public final class CsvRow {
    private CsvRow() {}

    /**
     * Returns the fields of a comma-separated line, without enclosing quotes or adjacent spaces.
     *
     * @throws IllegalArgumentException if a quoted field is not closed
     */
    public static List<String> parse(String line) {
        return parse(line, ',');
    }

    /**
     * Returns the fields of a line with another separator.
     *
     * @throws IllegalArgumentException if a quoted field is not closed
     */
    public static List<String> parse(String line, char separator) {
        List<String> fields = new ArrayList<>(4);
        int position = 0;
        while (true) {
            while (position < line.length() && line.charAt(position) == ' ') {
                position++;
            }
            if (position < line.length() && line.charAt(position) == '"') {
                StringBuilder field = new StringBuilder();
                position = appendQuoted(line, position + 1, field);
                int next = line.indexOf(separator, position);
                int fieldEnd = next < 0 ? line.length() : next;
                fields.add(field.append(line, position, fieldEnd).toString().strip());
                position = fieldEnd + 1;
            } else {
                int next = line.indexOf(separator, position);
                int fieldEnd = next < 0 ? line.length() : next;
                fields.add(
                        line.substring(Math.min(position, fieldEnd), fieldEnd).strip());
                position = fieldEnd + 1;
            }
            if (position > line.length()) {
                return fields;
            }
        }
    }

    /** Appends the text from {@code position} to the closing quote; a doubled quote is an escaped quote. */
    private static int appendQuoted(String line, int position, StringBuilder field) {
        while (true) {
            int quote = line.indexOf('"', position);
            if (quote < 0) {
                throw new IllegalArgumentException("a quote is not closed");
            }
            field.append(line, position, quote);
            if (quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
                field.append('"');
                position = quote + 2;
            } else {
                return quote + 1;
            }
        }
    }
}
