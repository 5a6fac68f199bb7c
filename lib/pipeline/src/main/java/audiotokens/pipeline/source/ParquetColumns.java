package audiotokens.pipeline.source;

import audiotokens.pipeline.config.SourceOptions;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The columns of a Parquet file in the conventions of Hugging Face Datasets. Each is an SQL expression, or {@code NULL}
 * if there is no such column.
 *
 * @param id id of a row
 * @param audio audio of a row
 * @param labels labels of a row
 * @param labelColumn name of the label column, or an empty string
 * @param classNames names of numeric labels, from the metadata of Hugging Face Datasets
 */
record ParquetColumns(String id, ParquetAudio audio, String labels, String labelColumn, List<String> classNames) {
    private static final List<String> IDS = List.of("video_id", "ytid", "id", "clip_id");
    private static final List<String> LABELS = List.of("labels", "label", "category", "class");

    ParquetColumns {
        classNames = List.copyOf(classNames);
    }

    /** @throws IllegalArgumentException if there is no column of audio, or none of a configured name */
    static ParquetColumns of(Connection connection, String file, SourceOptions options) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("DESCRIBE SELECT * FROM read_parquet(?)")) {
            statement.setString(1, file);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        ParquetAudio audio = ParquetAudio.of(types, options.audioColumn());
        Optional<String> id = column(types, "idColumn", options.idColumn(), IDS);
        Optional<String> label = column(types, "labelColumn", options.labelColumn(), LABELS);
        return new ParquetColumns(
                id.map(ParquetAudio::quoted).orElse(ParquetAudio.NONE),
                audio,
                label.map(ParquetAudio::quoted).orElse(ParquetAudio.NONE),
                label.orElse(""),
                label.isPresent() ? classNames(connection, file, label.get()) : List.of());
    }

    private static Optional<String> column(
            Map<String, String> types, String key, String configured, List<String> usual) {
        if (configured.isEmpty()) {
            return usual.stream().filter(types::containsKey).findFirst();
        }
        if (!types.containsKey(configured)) {
            throw new IllegalArgumentException("there is no column '" + configured + "' (" + key + "); its columns are "
                    + String.join(", ", types.keySet()));
        }
        return Optional.of(configured);
    }

    /**
     * The labels of a row: a list, a string or a number. By convention a negative class number means no label.
     *
     * @throws IllegalArgumentException if a class number has no name
     */
    List<String> labelNames(Object value) throws SQLException {
        return switch (value) {
            case null -> List.of();
            case Array array -> {
                List<String> names = new ArrayList<>();
                for (Object each : (Object[]) array.getArray()) {
                    names.addAll(each == null ? List.of() : name(each));
                }
                yield LabelText.union(names, List.of());
            }
            case String text -> LabelText.ofColumn(labelColumn, text);
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

    private static List<String> classNames(Connection connection, String file, String label) throws SQLException {
        String query = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'huggingface'";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, file);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? classNames(new String(rows.getBytes(1), StandardCharsets.UTF_8), label)
                        : List.of();
            }
        }
    }

    private static List<String> classNames(String json, String label) {
        try {
            JsonNode feature = JsonMapper.shared()
                    .readTree(json)
                    .path("info")
                    .path("features")
                    .path(label);
            while (!feature.has("names") && (feature.isArray() || feature.has("feature"))) {
                feature = feature.isArray() ? feature.path(0) : feature.get("feature");
            }
            List<String> found = new ArrayList<>();
            feature.path("names").valueStream().forEach(name -> found.add(name.asString()));
            return found;
        } catch (JacksonException e) {
            return List.of();
        }
    }
}
