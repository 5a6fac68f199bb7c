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
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code content} to {@code file} and creates missing folders.
     *
     * <p>If two processes write the same file, it is complete at any time; the slower one may fail.
     *
     * @throws IOException if writing fails; the file is then unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root folder is not a file");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Path first = folder.resolve("." + file.getFileName() + ".partial");
        Path partial = first;
        OutputStream opened;
        try {
            opened = create(first);
        } catch (FileAlreadyExistsException e) {
            // the remains of a killed process, or another process is writing the same file
            partial = folder.resolve("." + UUID.randomUUID() + ".partial");
            opened = create(partial);
        }
        try {
            try (OutputStream out = new BufferedOutputStream(opened, 1 << 16)) {
                content.writeTo(out);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (!partial.equals(first)) {
                Files.deleteIfExists(first);
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
