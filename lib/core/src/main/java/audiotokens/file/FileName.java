package audiotokens.file;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * File names as bytes and as text. A Linux file name is a byte sequence without a defined encoding;
 * {@link Path#toString} drops bytes that the locale cannot decode, so that different names can become equal.
 */
public final class FileName {
    private static final char REPLACEMENT = '\uFFFD';
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private FileName() {}

    /** Returns the bytes of the path in the file system, for native libraries. */
    public static byte[] bytes(Path path) {
        String text = path.toString();
        boolean isPlain = text.indexOf(REPLACEMENT) < 0 && text.chars().allMatch(character -> character < 0x80);
        if (isPlain || File.separatorChar != '/') {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        String escaped = path.toAbsolutePath().toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Returns the path as text, with {@code /} as separator, decoded in the locale's encoding, else UTF-8, else
     * Windows-1252.
     */
    public static String text(Path path) {
        String text = path.toString();
        if (text.indexOf(REPLACEMENT) < 0) {
            return text.replace('\\', '/');
        }
        String name = path.getFileName() == null ? "" : decode(bytesOfName(path.getFileName()));
        return path.getParent() == null ? name : text(path.getParent()) + "/" + name;
    }

    /**
     * Returns the path as text like {@link #text}, but different paths always give different texts: names that the
     * locale cannot decode are written in hexadecimal.
     */
    public static String exactText(Path path) {
        if (path.toString().indexOf(REPLACEMENT) < 0) {
            return text(path);
        }
        String name = path.getFileName() == null ? "" : HexFormat.of().formatHex(bytesOfName(path.getFileName()));
        return path.getParent() == null ? name : exactText(path.getParent()) + "/" + name;
    }

    private static byte[] bytesOfName(Path name) {
        byte[] pathBytes = bytes(name);
        int end = pathBytes.length;
        while (end > 0 && pathBytes[end - 1] == '/') {
            end--;
        }
        int start = end;
        while (start > 0 && pathBytes[start - 1] != '/') {
            start--;
        }
        return Arrays.copyOfRange(pathBytes, start, end);
    }

    private static String decode(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            // Java decodes the five undefined bytes of Windows-1252 as U+FFFD; Latin-1 keeps them distinct
            String text = new String(name, WINDOWS_1252);
            return text.indexOf(REPLACEMENT) < 0 ? text : new String(name, StandardCharsets.ISO_8859_1);
        }
    }
}
