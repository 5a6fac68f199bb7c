package audiotokens.file;

import java.util.ArrayList;
import java.util.List;

/** Parses a line of CSV like Python's {@code csv.reader} with {@code skipinitialspace=True}. */
public final class CsvRow {
    private CsvRow() {}

    /**
     * The fields of a comma-separated line, without enclosing quotes and adjacent spaces.
     *
     * @throws IllegalArgumentException if a quoted field is not closed
     */
    public static List<String> parse(String line) {
        return parse(line, ',');
    }

    /**
     * The fields of a line with another separator.
     *
     * @throws IllegalArgumentException if a quoted field is not closed
     */
    public static List<String> parse(String line, char separator) {
        List<String> fields = new ArrayList<>(4);
        int at = 0;
        while (true) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            if (at < line.length() && line.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                at = quoted(line, at + 1, field);
                int next = line.indexOf(separator, at);
                int stop = next < 0 ? line.length() : next;
                fields.add(field.append(line, at, stop).toString().strip());
                at = stop + 1;
            } else {
                int next = line.indexOf(separator, at);
                int stop = next < 0 ? line.length() : next;
                fields.add(line.substring(Math.min(at, stop), stop).strip());
                at = stop + 1;
            }
            if (at > line.length()) {
                return fields;
            }
        }
    }

    /** Appends the text from {@code at} to the closing quote; a doubled quote is an escaped quote. */
    private static int quoted(String line, int at, StringBuilder field) {
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                throw new IllegalArgumentException("a quote is not closed");
            }
            field.append(line, at, quote);
            if (quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
                field.append('"');
                at = quote + 2;
            } else {
                return quote + 1;
            }
        }
    }
}
