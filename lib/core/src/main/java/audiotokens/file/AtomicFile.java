package audiotokens.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Writes a file atomically: to a temporary file in the same folder, which is then renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content to a stream. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code content} to {@code file} and creates missing folders.
     *
     * @throws IOException if writing fails; the file is then unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root folder is not a file");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        // a fixed name per file, so that the next attempt overwrites the remains of a killed process
        Path partial = folder.resolve("." + file.getFileName() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16)) {
                content.writeTo(out);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (Throwable e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    /** Writes {@code text} as UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
