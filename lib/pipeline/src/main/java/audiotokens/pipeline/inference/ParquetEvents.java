package audiotokens.pipeline.inference;

import audiotokens.timeline.EventWriter;
import audiotokens.timeline.SoundEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/**
 * Writes events to a Parquet file with the columns of {@link audiotokens.timeline.CsvEvents}; the file is written on
 * close.
 */
final class ParquetEvents implements EventWriter {
    private static final String TABLE = "CREATE TABLE events"
            + " (file VARCHAR, start DOUBLE, \"end\" DOUBLE, label VARCHAR, name VARCHAR, score FLOAT, reason VARCHAR)";

    private final Path file;
    private final Connection database;
    private final PreparedStatement insert;

    /** @throws IOException if DuckDB does not start */
    ParquetEvents(Path file) throws IOException {
        this.file = file;
        try {
            database = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = database.createStatement()) {
                statement.execute(TABLE);
            }
            insert = database.prepareStatement("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)");
        } catch (SQLException e) {
            throw new IOException("Parquet files cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(String source, SoundEvent event) throws IOException {
        try {
            insert.setString(1, source);
            insert.setDouble(2, event.start());
            insert.setDouble(3, event.end());
            insert.setString(4, event.label().id());
            insert.setString(5, event.label().name());
            insert.setFloat(6, event.score());
            insert.setNull(7, Types.VARCHAR);
            insert.execute();
        } catch (SQLException e) {
            throw new IOException("Parquet files cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void writeReason(String source, String reason) throws IOException {
        try {
            insert.setString(1, source);
            insert.setNull(2, Types.DOUBLE);
            insert.setNull(3, Types.DOUBLE);
            insert.setNull(4, Types.VARCHAR);
            insert.setNull(5, Types.VARCHAR);
            insert.setNull(6, Types.FLOAT);
            insert.setString(7, reason);
            insert.execute();
        } catch (SQLException e) {
            throw new IOException("Parquet files cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        String path = file.toString().replace("'", "''");
        try (database;
                insert;
                Statement statement = database.createStatement()) {
            statement.execute("COPY events TO '" + path + "' (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
