package audiotokens.pipeline.tokens;

import audiotokens.file.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB in this process, with an empty database, for reading and writing Parquet files. */
final class TokenDatabase {
    private TokenDatabase() {}

    /**
     * Opens a database to read files with.
     *
     * @throws SQLException where DuckDB does not start
     */
    static Connection open() throws SQLException {
        return open("");
    }

    /**
     * Opens a database that rows are gathered in.
     *
     * @param spill folder that rows go to where they need more than its memory; removed when the database is closed
     * @throws SQLException where DuckDB does not start
     * @throws IOException where what a killed process left there cannot be removed
     */
    static Connection open(Path spill) throws SQLException, IOException {
        FileTree.deleteIfExists(spill);
        return open(spill.toAbsolutePath().toString());
    }

    private static Connection open(String spill) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET autoinstall_known_extensions = false");
            // one thread keeps the rows in order and the files the same, however many cores there are
            statement.execute("SET threads = 1");
            statement.execute("SET memory_limit = '512MiB'");
            statement.execute("SET temp_directory = " + quoted(spill));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A text as SQL takes it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A file's name as SQL takes it; none of its characters is a wildcard. */
    static String file(Path file) {
        return quoted(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]"));
    }

    /** The first line of what went wrong; DuckDB's messages go on with hints. */
    static String reason(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
