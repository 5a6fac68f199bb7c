package audiotokens.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private List<String> fileNames() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void thePartialFileOfAKilledProcessIsDeleted() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(folder.resolve(".a.txt.partial"), "incomplete");
        AtomicFile.write(file, "whole");

        assertEquals("whole", Files.readString(file));
        assertEquals(List.of("a.txt"), fileNames());
    }

    @Test
    void theSlowerOfTwoWritersFailsAndTheFileIsComplete() throws IOException {
        Path file = folder.resolve("a.txt");
        assertThrows(
                NoSuchFileException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write("slow".getBytes(StandardCharsets.UTF_8));
                    AtomicFile.write(file, "fast");
                }));

        assertEquals("fast", Files.readString(file));
        assertEquals(List.of("a.txt"), fileNames());
    }

    @Test
    void aFailedWriteLeavesTheFileUnchanged() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "before");
        assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IOException("No space left on device");
                }));

        assertEquals("before", Files.readString(file));
        assertEquals(List.of("a.txt"), fileNames());
    }
}
