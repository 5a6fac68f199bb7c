package audiotokens.pipeline.source;

import audiotokens.audio.FlacEncoder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Creates small audio shards for tests. */
final class SyntheticShards {
    private SyntheticShards() {}

    /** Creates a FLAC file of 0.1 s, whose level depends on {@code number}. */
    static byte[] flac(int number) {
        float[] samples = new float[800];
        Arrays.fill(samples, number / 1000f);
        return FlacEncoder.encode(new float[][] {samples}, 8000);
    }

    /** Writes a tar file with entries of these names and bytes, in order. */
    static void tar(Path file, SequencedMap<String, byte[]> entries) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> nameAndBytes : entries.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(nameAndBytes.getKey(), true);
                entry.setSize(nameAndBytes.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(nameAndBytes.getValue());
                tar.closeArchiveEntry();
            }
        }
    }

    /** Writes a Parquet file as the Hugging Face library does: id, audio and labels of each clip. */
    static void parquet(Path file, SequencedMap<String, byte[]> clips, List<String> labels) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE clips (video_id VARCHAR, audio STRUCT(bytes BLOB, path VARCHAR), labels VARCHAR[])");
            String insert = "INSERT INTO clips VALUES (?, {'bytes': CAST(? AS BLOB), 'path': ?}, string_split(?, ','))";
            try (PreparedStatement row = connection.prepareStatement(insert)) {
                int number = 0;
                for (Map.Entry<String, byte[]> clip : clips.entrySet()) {
                    row.setString(1, clip.getKey());
                    row.setBytes(2, clip.getValue());
                    row.setString(3, clip.getKey() + ".flac");
                    row.setString(4, labels.get(number++ % labels.size()));
                    row.execute();
                }
            }
            statement.execute("COPY clips TO '" + file + "' (FORMAT parquet)");
        }
    }
}
