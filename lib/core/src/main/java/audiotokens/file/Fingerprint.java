package audiotokens.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 over texts and files in the order of the calls. */
public final class Fingerprint {
    private final MessageDigest digest;

    /** Creates an empty fingerprint. */
    public Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a text and a zero byte, so that "ab", "c" differs from "a", "bc". */
    public void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Adds the bits of the values. */
    public void add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }

    /**
     * Adds the content of a file.
     *
     * @throws IOException if the file cannot be read
     */
    public void addContent(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
    }

    /**
     * Adds files by content, and folders, which may hold gigabytes, only by the names and sizes of their files.
     *
     * @throws IOException if a file cannot be read
     */
    public void addFiles(List<Path> filesAndFolders) throws IOException {
        for (Path path : filesAndFolders) {
            if (Files.isRegularFile(path)) {
                addContent(path);
            } else if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.sorted().toList()) {
                        add(file.getFileName() + " " + Files.size(file));
                    }
                }
            }
        }
    }

    /** Returns the fingerprint in hexadecimal; nothing can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
