package audiotokens.pipeline.source;

import audiotokens.pipeline.config.SourceOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the columns of a clip table by their names.
 *
 * @param indices index of each column, by lower-case name
 * @param options column names from the configuration
 */
record ClipColumns(Map<String, Integer> indices, SourceOptions options) {
    private static final List<String> ID = List.of("id", "ytid", "video_id");
    private static final List<String> FILE = List.of(
            "filename", "file", "file_name", "path", "slice_file_name", "fname", "file_path", "filepath", "audio_path");
    private static final List<String> FOLD = List.of("fold");
    private static final List<String> GROUP = List.of("group", "src_file", "fsid", "recording");
    private static final List<String> SPLIT = List.of("split", "subset");
    private static final List<String> LABEL = List.of("label", "category", "class", "mid");
    private static final List<String> LABELS = List.of("labels", "mids");

    ClipColumns {
        indices = Map.copyOf(indices);
    }

    static ClipColumns of(List<String> header, SourceOptions options) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            indices.putIfAbsent(header.get(i).toLowerCase(Locale.ROOT), i);
        }
        return new ClipColumns(indices, options);
    }

    /** Returns whether there is a column that identifies the clip. */
    boolean hasClipColumn() {
        return hasAny(names(options.idColumn(), ID)) || hasAny(names(options.audioColumn(), FILE));
    }

    /** Returns whether there is a column of labels. */
    boolean hasLabelColumn() {
        return hasAny(names(options.labelColumn(), LABEL)) || hasAny(LABELS);
    }

    /**
     * Reads a row.
     *
     * @throws IllegalArgumentException if the row does not name a usable clip
     */
    ClipRow read(List<String> fields) {
        // tables written on Windows have backslashes
        String file = field(fields, names(options.audioColumn(), FILE)).replace('\\', '/');
        while (file.startsWith("./")) {
            file = file.substring(2);
        }
        if (file.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the file name contains a control character");
        }
        String id = field(fields, names(options.idColumn(), ID));
        ClipRow clip =
                new ClipRow(id, file, field(fields, FOLD), field(fields, GROUP), field(fields, SPLIT), labels(fields));
        String firstId = clip.names().ids().getFirst();
        if (!file.isEmpty() && id.isEmpty() && ClipId.isTooLong(firstId)) {
            return clip; // long ids are shortened
        }
        ClipId.problem(firstId).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return clip;
    }

    private List<String> labels(List<String> fields) {
        String column = options.labelColumn();
        String separators = options.labelSeparator();
        if (!column.isEmpty()) {
            return LabelText.parse(column, field(fields, List.of(column)), separators);
        }
        return LabelText.union(
                LabelText.parse("label", field(fields, LABEL), separators),
                LabelText.parse("labels", field(fields, LABELS), separators));
    }

    private static List<String> names(String configuredName, List<String> defaults) {
        return configuredName.isEmpty() ? defaults : List.of(configuredName);
    }

    private boolean hasAny(List<String> names) {
        return names.stream().anyMatch(name -> indices.containsKey(name.toLowerCase(Locale.ROOT)));
    }

    private String field(List<String> fields, List<String> names) {
        int column = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(indices::containsKey)
                .mapToInt(indices::get)
                .findFirst()
                .orElse(-1);
        return column < 0 || column >= fields.size() ? "" : fields.get(column);
    }
}
