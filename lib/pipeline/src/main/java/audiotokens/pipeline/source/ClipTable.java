package audiotokens.pipeline.source;

import audiotokens.file.BoundedLines;
import audiotokens.file.CsvRow;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A CSV with a header and a row a clip, as ESC-50's {@code esc50.csv} or UrbanSound8K's: its columns are found by their
 * names.
 *
 * @param rows the rows that can be used, in order
 * @param faults the rows that cannot
 */
public record ClipTable(List<Row> rows, List<SourceFault> faults) {
    private static final List<String> ID = List.of("id", "ytid", "video_id");
    private static final List<String> FILE = List.of("filename", "file", "file_name", "path", "slice_file_name");
    private static final List<String> FOLD = List.of("fold");
    private static final List<String> GROUP = List.of("group", "src_file", "fsid", "recording");
    private static final List<String> LABEL = List.of("label", "category", "class", "mid");
    private static final List<String> LABELS = List.of("labels", "mids");

    /**
     * What a row says of a clip; a column that is not there gives an empty text.
     *
     * @param id the id column, or else the file's name without its extension
     * @param file the file's path as the table gives it
     * @param fold the fold it belongs to
     * @param group the recording it is cut from
     * @param labels its labels
     */
    public record Row(String id, String file, String fold, String group, List<String> labels) {
        public Row {
            labels = List.copyOf(labels);
        }
    }

    public ClipTable {
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
    }

    /** @throws StageException where a table is missing or has neither an id nor a file column */
    public static ClipTable read(List<Path> tables) {
        List<Row> rows = new ArrayList<>();
        List<SourceFault> faults = new ArrayList<>();
        for (Path table : tables) {
            try (BoundedLines lines = new BoundedLines(table)) {
                String header = lines.next();
                Map<String, Integer> columns = columns(table, header == null ? "" : header);
                if (column(columns, ID) < 0 && column(columns, FILE) < 0) {
                    throw new StageException("clipTable: " + table
                            + " has no column that names the clip (id, ytid, filename, file, path)");
                }
                for (String line = lines.next(); line != null; line = lines.next()) {
                    if (!line.isBlank()) {
                        add(line, columns, table + " line " + lines.number(), rows, faults);
                    }
                }
            } catch (IOException e) {
                throw new StageException("clipTable: " + table + " cannot be read: " + e, e);
            }
        }
        return new ClipTable(rows, faults);
    }

    private static void add(
            String line, Map<String, Integer> columns, String place, List<Row> rows, List<SourceFault> faults) {
        try {
            List<String> fields = CsvRow.parse(line);
            String file = field(fields, columns, FILE);
            if (file.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the file's name holds a control character");
            }
            String id = field(fields, columns, ID);
            if (id.isEmpty()) {
                id = ClipId.ofPath(file.substring(file.lastIndexOf('/') + 1));
            }
            ClipId.fault(id).ifPresent(fault -> {
                throw new IllegalArgumentException(fault);
            });
            List<String> labels = new ArrayList<>();
            String label = field(fields, columns, LABEL);
            if (!label.isEmpty()) {
                labels.add(label);
            }
            Arrays.stream(field(fields, columns, LABELS).split("[,;|]"))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty() && !labels.contains(each))
                    .forEach(labels::add);
            rows.add(new Row(id, file, field(fields, columns, FOLD), field(fields, columns, GROUP), labels));
        } catch (IllegalArgumentException e) {
            String beginning = line.substring(0, Math.min(60, line.length()));
            faults.add(new SourceFault(beginning, place, e.getMessage()));
        }
    }

    private static Map<String, Integer> columns(Path table, String header) {
        List<String> names;
        try {
            names = CsvRow.parse(header);
        } catch (IllegalArgumentException e) {
            throw new StageException("clipTable: the first line of " + table + ": " + e.getMessage(), e);
        }
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        return columns;
    }

    private static int column(Map<String, Integer> columns, List<String> names) {
        return names.stream()
                .filter(columns::containsKey)
                .mapToInt(columns::get)
                .findFirst()
                .orElse(-1);
    }

    private static String field(List<String> fields, Map<String, Integer> columns, List<String> names) {
        int column = column(columns, names);
        return column < 0 || column >= fields.size() ? "" : fields.get(column);
    }
}
