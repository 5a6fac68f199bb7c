package audiotokens.pipeline.source;

import audiotokens.pipeline.config.SourceOptions;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The columns of a Parquet file in the conventions of Hugging Face Datasets. Id, audio and labels are SQL expressions,
 * or {@code NULL} if there is no such column.
 *
 * @param id id of a row
 * @param audio audio of a row
 * @param labels labels of a row
 * @param labelColumn name of the label column, or an empty string
 * @param labelSeparator characters that separate labels in a text, or an empty string
 * @param classNames names of numeric labels, from the metadata of Hugging Face Datasets
 * @param columnNames names of all columns, in order
 */
record ParquetColumns(
        String id,
        ParquetAudio audio,
        String labels,
        String labelColumn,
        String labelSeparator,
        List<String> classNames,
        List<String> columnNames) {
    private static final List<String> ID_NAMES = List.of("video_id", "ytid", "id", "clip_id");
    private static final List<String> LABEL_NAMES = List.of("labels", "label", "category", "class");

    ParquetColumns {
        classNames = List.copyOf(classNames);
        columnNames = List.copyOf(columnNames);
    }

    /**
     * Finds the columns of a file.
     *
     * @throws IllegalArgumentException if there is no audio column, or no column with a configured name
     */
    static ParquetColumns of(Connection connection, String file, SourceOptions options) throws SQLException {
        TreeMap<String, String> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> columnNames = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("DESCRIBE SELECT * FROM read_parquet(?)")) {
            statement.setString(1, file);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                    columnNames.add(rows.getString(1));
                }
            }
        }
        ParquetAudio audio = ParquetAudio.of(types, columnNames, options.audioColumn());
        Optional<String> id = column(types, columnNames, "idColumn", options.idColumn(), ID_NAMES);
        Optional<String> label = column(types, columnNames, "labelColumn", options.labelColumn(), LABEL_NAMES);
        return new ParquetColumns(
                id.map(ParquetAudio::quoted).orElse(ParquetAudio.NONE),
                audio,
                label.map(ParquetAudio::quoted).orElse(ParquetAudio.NONE),
                label.orElse(""),
                options.labelSeparator(),
                label.isPresent() ? classNames(connection, file, label.get()) : List.of(),
                columnNames);
    }

    /** Returns the name of a column in the spelling of the file. */
    private static Optional<String> column(
            TreeMap<String, String> types,
            List<String> columnNames,
            String key,
            String configuredName,
            List<String> defaults) {
        if (configuredName.isEmpty()) {
            return defaults.stream().filter(types::containsKey).findFirst().map(types::ceilingKey);
        }
        if (!types.containsKey(configuredName)) {
            throw new IllegalArgumentException("there is no column '" + configuredName + "' (" + key
                    + "); the columns are " + String.join(", ", columnNames));
        }
        return Optional.of(types.ceilingKey(configuredName));
    }

    /** Describes why rows have no labels: lists the expected and the existing column names. */
    String missingLabels() {
        return "has no column " + String.join(", ", LABEL_NAMES) + "; its columns are "
                + String.join(", ", columnNames);
    }

    /**
     * Returns the labels of a row: a list, a string or a number. By convention a negative class number means no label.
     *
     * @throws IllegalArgumentException if a class number has no name
     */
    List<String> labelNames(Object value) throws SQLException {
        return switch (value) {
            case null -> List.of();
            case Array array -> {
                List<String> names = new ArrayList<>();
                for (Object label : (Object[]) array.getArray()) {
                    names.addAll(label == null ? List.of() : name(label));
                }
                yield LabelText.union(names, List.of());
            }
            case String text -> LabelText.parse(labelColumn, text, labelSeparator);
            default -> name(value);
        };
    }

    private List<String> name(Object label) {
        if (classNames.isEmpty() || !(label instanceof Number number)) {
            return List.of(label.toString());
        }
        if (number.intValue() < 0) {
            return List.of();
        }
        if (number.intValue() >= classNames.size()) {
            throw new IllegalArgumentException("has the class number " + number + ", but the column '" + labelColumn
                    + "' names " + classNames.size() + " classes");
        }
        return List.of(classNames.get(number.intValue()));
    }

    private static List<String> classNames(Connection connection, String file, String labelColumn) throws SQLException {
        String query = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'huggingface'";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, file);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? classNames(new String(rows.getBytes(1), StandardCharsets.UTF_8), labelColumn)
                        : List.of();
            }
        }
    }

    private static List<String> classNames(String json, String labelColumn) {
        try {
            JsonNode feature = JsonMapper.shared()
                    .readTree(json)
                    .path("info")
                    .path("features")
                    .path(labelColumn);
            while (!feature.has("names") && (feature.isArray() || feature.has("feature"))) {
                feature = feature.isArray() ? feature.path(0) : feature.get("feature");
            }
            List<String> names = new ArrayList<>();
            feature.path("names").valueStream().forEach(name -> names.add(name.asString()));
            return names;
        } catch (JacksonException e) {
            return List.of();
        }
    }
}
