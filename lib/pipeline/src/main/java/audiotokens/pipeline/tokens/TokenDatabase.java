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
     * @param spill folder for rows that exceed the memory limit; deleted when the database is closed
     * @throws SQLException if DuckDB does not start
     * @throws IOException if the files of a killed process cannot be deleted there
     */
    static Connection open(Path spill) throws SQLException, IOException {
        FileTree.deleteIfExists(spill);
        return open(spill.toAbsolutePath().toString());
    }

    private static Connection open(String spill) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET autoinstall_known_extensions = false");
            // one thread keeps the row order and the file content independent of the number of cores
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '512MiB'");
            statement.execute("SET temp_directory = " + quoted(spill));
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
