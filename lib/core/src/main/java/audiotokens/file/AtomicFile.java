package audiotokens.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** Writes a file atomically: to a temporary file in the same folder, which is then renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content to a stream. */
    @FunctionalInterface
    public interface ContentWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code content} to {@code file} and creates missing folders.
     *
     * <p>If two processes write the same file, readers always see a complete file; the slower process may fail.
     *
     * @throws IOException if writing fails; the file is then unchanged
     */
    public static void write(Path file, ContentWriter content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root folder is not a file");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Path defaultPartial = folder.resolve("." + file.getFileName() + ".partial");
        Path partial = defaultPartial;
        OutputStream stream;
        try {
            stream = create(defaultPartial);
        } catch (FileAlreadyExistsException e) {
            // a killed process left this file behind, or another process is writing it
            partial = folder.resolve("." + UUID.randomUUID() + ".partial");
            stream = create(partial);
        }
        try {
            try (OutputStream out = new BufferedOutputStream(stream, 1 << 16)) {
                content.writeTo(out);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (!partial.equals(defaultPartial)) {
                Files.deleteIfExists(defaultPartial);
            }
        } catch (Throwable e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    private static OutputStream create(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes {@code text} as UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
