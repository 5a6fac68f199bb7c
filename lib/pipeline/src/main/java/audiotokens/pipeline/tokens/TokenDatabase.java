package audiotokens.pipeline.tokens;

import audiotokens.file.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** In-process DuckDB with an empty database, for reading and writing Parquet files. */
final class TokenDatabase {
    private TokenDatabase() {}

    /**
     * Opens a database for reading files.
     *
     * @throws SQLException if DuckDB does not start
     */
    static Connection open() throws SQLException {
        return open("");
    }

    /**
     * Opens a database for collecting rows.
     *
     * @param spillFolder folder for rows that exceed the memory limit; deleted when the database is closed
     * @throws SQLException if DuckDB does not start
     * @throws IOException if files that a killed process left in this folder cannot be deleted
     */
    static Connection open(Path spillFolder) throws SQLException, IOException {
        FileTree.deleteIfExists(spillFolder);
        return open(spillFolder.toAbsolutePath().toString());
    }

    private static Connection open(String spillFolder) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET autoinstall_known_extensions = false");
            // one thread keeps the row order and the file content independent of the number of cores
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '512MiB'");
            statement.execute("SET temp_directory = " + quoted(spillFolder));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Quotes a text for SQL. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Quotes a file name for SQL, with wildcards escaped. */
    static String quotedFile(Path file) {
        return quoted(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]"));
    }

    /** Returns the first line of an error message; DuckDB appends hints after it. */
    static String reason(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
