package audiotokens.pipeline.listening;

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
    private final PreparedStatement row;

    /** @throws IOException if DuckDB does not start */
    ParquetEvents(Path file) throws IOException {
        this.file = file;
        try {
            database = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = database.createStatement()) {
                statement.execute(TABLE);
            }
            row = database.prepareStatement("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)");
        } catch (SQLException e) {
            throw new IOException("Parquet cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void write(String source, SoundEvent event) throws IOException {
        try {
            row.setString(1, source);
            row.setDouble(2, event.start());
            row.setDouble(3, event.end());
            row.setString(4, event.label().id());
            row.setString(5, event.label().name());
            row.setFloat(6, event.score());
            row.setNull(7, Types.VARCHAR);
            row.execute();
        } catch (SQLException e) {
            throw new IOException("Parquet cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void writeReason(String source, String reason) throws IOException {
        try {
            row.setString(1, source);
            row.setNull(2, Types.DOUBLE);
            row.setNull(3, Types.DOUBLE);
            row.setNull(4, Types.VARCHAR);
            row.setNull(5, Types.VARCHAR);
            row.setNull(6, Types.FLOAT);
            row.setString(7, reason);
            row.execute();
        } catch (SQLException e) {
            throw new IOException("Parquet cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        String path = file.toString().replace("'", "''");
        try (database;
                row;
                Statement statement = database.createStatement()) {
            statement.execute("COPY events TO '" + path + "' (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
