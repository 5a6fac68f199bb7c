package audiotokens.pipeline.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a Parquet file of the Hugging Face library keeps what a clip needs.
 *
 * @param id SQL that gives a row's id, or the audio's path where there is no column of ids
 * @param bytes SQL that gives a row's encoded audio
 * @param labels SQL that gives a row's labels, or NULL where there is no such column
 * @param classNames names of the labels that are numbers, as the library's metadata give them
 */
record ParquetColumns(String id, String bytes, String labels, List<String> classNames) {
    private static final List<String> IDS = List.of("video_id", "ytid", "id", "clip_id");
    private static final List<String> LABELS = List.of("labels", "label", "category", "class");

    /** @throws IllegalArgumentException where there is no column of audio */
    static ParquetColumns of(Connection connection, String file) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("DESCRIBE SELECT * FROM read_parquet(?)")) {
            statement.setString(1, file);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        String audio = types.getOrDefault("audio", "");
        if (!audio.startsWith("STRUCT") || !audio.contains("bytes BLOB")) {
            throw new IllegalArgumentException("there is no column 'audio' of bytes and path; its columns are "
                    + String.join(", ", types.keySet()));
        }
        String id = IDS.stream().filter(types::containsKey).findFirst().orElse(null);
        String label = LABELS.stream().filter(types::containsKey).findFirst().orElse(null);
        return new ParquetColumns(
                id == null ? "audio.path" : "\"" + id + "\"",
                "audio.bytes",
                label == null ? "NULL" : "\"" + label + "\"",
                label == null ? List.of() : classNames(connection, file, label));
    }

    /** The id of a row; a path gives its name without extension. */
    String clipId(String value) {
        if (value == null) {
            return "";
        }
        return id.equals("audio.path") ? ClipId.ofPath(value.substring(value.lastIndexOf('/') + 1)) : value.strip();
    }

    /** The labels of a row, which may be a list or one, names or numbers. */
    List<String> labelNames(Object value) throws SQLException {
        return switch (value) {
            case null -> List.of();
            case Array array ->
                Arrays.stream((Object[]) array.getArray())
                        .filter(Objects::nonNull)
                        .map(this::name)
                        .distinct()
                        .toList();
            default -> List.of(name(value));
        };
    }

    private String name(Object label) {
        if (label instanceof Number number && number.intValue() >= 0 && number.intValue() < classNames.size()) {
            return classNames.get(number.intValue());
        }
        return label.toString();
    }

    private static List<String> classNames(Connection connection, String file, String label) throws SQLException {
        String query = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'huggingface'";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, file);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? classNames(new String(rows.getBytes(1)), label) : List.of();
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
            JsonNode names = feature.has("names")
                    ? feature.get("names")
                    : feature.path("feature").path("names");
            List<String> found = new ArrayList<>();
            names.valueStream().forEach(name -> found.add(name.asString()));
            return found;
        } catch (JacksonException e) {
            return List.of();
        }
    }
}
