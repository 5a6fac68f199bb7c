package audiotokens.pipeline.tokens;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The key-value metadata of a Parquet token file.
 *
 * @param stageFingerprint fingerprint of the stage that wrote it
 * @param clipsFingerprint fingerprint of its clips
 * @param failed clips that could not be used
 */
record TokenShardMetadata(String stageFingerprint, String clipsFingerprint, List<Failed> failed) {
    private static final String STAGE = "audiotokens.stage";
    private static final String CLIPS = "audiotokens.clips";
    private static final String FAILED = "audiotokens.failed";
    /** Rows per row group: the unit that a reader unpacks. */
    private static final int ROWS_PER_GROUP = 4096;

    TokenShardMetadata {
        failed = List.copyOf(failed);
    }

    /** A clip without a row, and why. */
    record Failed(String id, String source, String reason) {}

    /**
     * Reads the metadata of a file.
     *
     * @throws IOException if it is not a Parquet file, or is truncated; the message names it
     */
    static TokenShardMetadata read(Path file, Connection database) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT decode(key), decode(value) FROM parquet_kv_metadata("
                        + TokenDatabase.quotedFile(file) + ")")) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getString(2));
            }
            return new TokenShardMetadata(
                    values.getOrDefault(STAGE, ""),
                    values.getOrDefault(CLIPS, ""),
                    JsonMapper.shared().readValue(values.getOrDefault(FAILED, "[]"), new TypeReference<>() {}));
        } catch (SQLException e) {
            throw new IOException(file + " is damaged: " + TokenDatabase.reason(e), e);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a table with this metadata. */
    void write(String table, Path file, Statement statement) throws SQLException {
        String failures = JsonMapper.shared().writeValueAsString(failed);
        statement.execute("COPY " + table + " TO " + TokenDatabase.quoted(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ROW_GROUP_SIZE " + ROWS_PER_GROUP
                + ", KV_METADATA {'"
                + STAGE + "': " + TokenDatabase.quoted(stageFingerprint) + ", '" + CLIPS + "': "
                + TokenDatabase.quoted(clipsFingerprint)
                + ", '" + FAILED + "': " + TokenDatabase.quoted(failures) + "})");
    }
}
