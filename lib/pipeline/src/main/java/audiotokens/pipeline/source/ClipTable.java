package audiotokens.pipeline.source;

import audiotokens.ExceptionMessage;
import audiotokens.file.CsvTable;
import audiotokens.file.FileErrors;
import audiotokens.file.TextFile;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SourceOptions;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A CSV file with a header and one or more rows per clip, such as ESC-50's {@code esc50.csv}, UrbanSound8K's or
 * FSD50K's; columns are found by name.
 *
 * <p>Rows with the same file are merged into one clip with all their labels.
 *
 * @param rows the clips, in the order of their first rows
 * @param problems the unusable rows
 */
public record ClipTable(List<Row> rows, List<SourceProblem> problems) {
    private static final int SHOWN_CHARACTERS = 60;

    /**
     * A clip of the table; missing columns are empty strings.
     *
     * @param id the id column, otherwise the file name without extension; includes folders if two files have the same
     *     name
     * @param file path of the file as written in the table
     * @param fold cross-validation fold
     * @param group recording that the clip was cut from
     * @param split split that contains the clip, for example {@code train}
     * @param labels labels
     */
    public record Row(String id, String file, String fold, String group, String split, List<String> labels) {
        public Row {
            labels = List.copyOf(labels);
        }
    }

    public ClipTable {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }

    /** Reads the tables of {@code configuration}. */
    public static ClipTable read(Configuration configuration) {
        return read(configuration.dataset().clipTable(), configuration.source());
    }

    /**
     * Reads tables.
     *
     * @throws StageException if a table is missing, is not in the configured encoding, or has neither an id nor a file
     *     column
     */
    static ClipTable read(List<Path> tables, SourceOptions options) {
        Map<String, ClipRow> clips = new LinkedHashMap<>();
        List<SourceProblem> problems = new ArrayList<>();
        for (Path table : tables) {
            String text = text(table, options);
            CsvTable csv = parse(table, text, options);
            ClipColumns columns = ClipColumns.of(csv.columns(), options);
            for (CsvTable.InvalidRow problem : csv.invalidRows()) {
                problems.add(
                        new SourceProblem(prefix(problem.text()), table + " line " + problem.line(), problem.reason()));
            }
            for (CsvTable.Row row : csv.rows()) {
                try {
                    ClipRow clip = columns.read(row.fields());
                    clips.merge(clip.key(), clip, ClipRow::merge);
                } catch (IllegalArgumentException e) {
                    problems.add(new SourceProblem(
                            prefix(String.join(",", row.fields())),
                            table + " line " + row.line(),
                            ExceptionMessage.of(e)));
                }
            }
        }
        List<ClipRow> merged = List.copyOf(clips.values());
        List<String> ids =
                ClipNames.assignUnique(merged.stream().map(ClipRow::names).toList());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < merged.size(); i++) {
            rows.add(merged.get(i).withId(ids.get(i)));
        }
        return new ClipTable(rows, problems);
    }

    private static String text(Path table, SourceOptions options) {
        try {
            return TextFile.read(
                    table,
                    Charset.forName(options.tableEncoding()),
                    "save it as UTF-8, or set its encoding, for example tableEncoding=windows-1252");
        } catch (IOException e) {
            throw new StageException("clipTable: " + FileErrors.describe(e), e);
        }
    }

    /** Parses the table with the separator that gives the most columns, one of which identifies the clip. */
    private static CsvTable parse(Path table, String text, SourceOptions options) {
        String firstLines = firstLines(text);
        List<String> columns = List.of();
        char bestSeparator = 0;
        int maxColumns = 0;
        for (char separator : CsvTable.separators(firstLines)) {
            List<String> foundColumns;
            try {
                foundColumns = CsvTable.parse(firstLines, separator).columns();
            } catch (IllegalArgumentException e) {
                throw new StageException("clipTable: the first line of " + table + ": " + e.getMessage(), e);
            }
            if (foundColumns.size() > maxColumns
                    && ClipColumns.of(foundColumns, options).hasClipColumn()) {
                bestSeparator = separator;
                maxColumns = foundColumns.size();
            }
            columns = foundColumns.size() > columns.size() ? foundColumns : columns;
        }
        if (maxColumns > 0) {
            return CsvTable.parse(text, bestSeparator);
        }
        throw new StageException("clipTable: " + table
                + " has no column that identifies the clip (id, ytid, filename, file, path); its columns are "
                + String.join(", ", columns) + "; set audioColumn=NAME or idColumn=NAME");
    }

    /** Returns whether {@code table} has columns for files and labels. */
    static boolean isClipTable(Path table) {
        try {
            String text = firstLines(TextFile.read(table));
            return CsvTable.separators(text).stream()
                    .map(separator -> CsvTable.parse(text, separator))
                    .map(csv -> ClipColumns.of(csv.columns(), SourceOptions.defaults()))
                    .anyMatch(columns -> columns.hasClipColumn() && columns.hasLabelColumn());
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the header and one more line, to detect the separator. */
    private static String firstLines(String text) {
        return text.lines().limit(2).collect(Collectors.joining("\n"));
    }

    private static String prefix(String line) {
        String firstLine = line.lines().findFirst().orElse("");
        return firstLine.substring(0, Math.min(SHOWN_CHARACTERS, firstLine.length()));
    }
}
