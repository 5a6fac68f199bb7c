package audiotokens.pipeline.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.file.Location;
import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of tar files built by Spark's executors equals the one built by the local engine. */
@Tag("slow")
class TarIndexOnSparkTest {
    @TempDir
    Path folder;

    private void writeShard(String name, String... clips) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (int i = 0; i < clips.length; i++) {
                TarArchiveEntry entry = new TarArchiveEntry(clips[i]);
                entry.setSize(i + 1);
                tar.putArchiveEntry(entry);
                tar.write(new byte[i + 1]);
                tar.closeArchiveEntry();
            }
        }
    }

    private TarIndex buildIndex(Map<String, String> settings) throws IOException {
        Path index = folder.resolve("index.csv");
        return SoundIndexer.write(index, List.of(Location.of(folder)), Configuration.of(settings));
    }

    @Test
    void clipsWithEqualFileNamesInDifferentShardsGetIdsWithFolders() throws IOException {
        writeShard("0.tar", "unique.flac", "./dog/0000.flac", "inner.zip");
        writeShard("1.tar", "other.flac");
        writeShard("2.tar", "cat/0000.flac", "cat/0001.flac");
        TarIndex expected = buildIndex(Map.of());
        String file = Files.readString(folder.resolve("index.csv"));
        TarIndex actual = buildIndex(Map.of("engine", "spark", "sparkMaster", "local[2]"));

        assertEquals(expected, actual);
        assertEquals(file, Files.readString(folder.resolve("index.csv")));
        assertEquals(
                List.of("unique", "0000", "other", "0001", "dog_0000", "cat_0000"),
                List.copyOf(actual.clips().keySet()));
        assertEquals(actual.clips().get("0000"), actual.clips().get("dog_0000"));
        assertEquals(2, actual.clips().get("cat_0000").shard());
        assertEquals(
                List.of("inner.zip", "0000"),
                actual.problems().stream().map(SourceProblem::name).toList());
        assertTrue(actual.problems().getLast().reason().startsWith("2 clips have file names that are not unique"));
    }
}
