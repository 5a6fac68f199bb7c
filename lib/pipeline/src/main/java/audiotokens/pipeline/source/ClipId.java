package audiotokens.pipeline.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Rules for clip ids, which become file names. */
public final class ClipId {
    private static final int MAX_CHARACTERS = 200;

    /** File names are limited to 255 bytes; the rest is for the suffixes of temporary files. */
    private static final int MAX_BYTES = 240;

    private ClipId() {}

    /** Returns why {@code id} is not a valid file name; empty if it is. */
    public static Optional<String> problem(String id) {
        if (id.isEmpty()) {
            return Optional.of("the id is empty");
        }
        if (isTooLong(id)) {
            return Optional.of("the id has " + id.length() + " characters and "
                    + id.getBytes(StandardCharsets.UTF_8).length + " bytes; the limits are " + MAX_CHARACTERS + " and "
                    + MAX_BYTES);
        }
        boolean isAscii = true;
        for (int i = 0; i < id.length(); i++) {
            char character = id.charAt(i);
            if (character == '/' || character == '\\' || character == ':' || Character.isISOControl(character)) {
                return Optional.of("the id contains a character that is not allowed in file names");
            }
            isAscii &= character < 0x80;
        }
        if (id.startsWith(".")) {
            return Optional.of("the id starts with a dot");
        }
        return isAscii || isValidFileName(id)
                ? Optional.empty()
                : Optional.of("the id contains a character that this locale's encoding ("
                        + System.getProperty("sun.jnu.encoding") + ") lacks; set the environment variable"
                        + " LC_ALL=C.UTF-8");
    }

    /** Returns whether {@code id} is too long for a file name. */
    static boolean isTooLong(String id) {
        return id.length() > MAX_CHARACTERS
                || (3 * id.length() > MAX_BYTES && id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
    }

    @SuppressWarnings("ReturnValueIgnored") // called for its exception
    private static boolean isValidFileName(String id) {
        try {
            Path.of(id);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns the id of a path within a source: folders and file name without extension. */
    public static String fromPath(String path) {
        return fromName(withoutExtension(path));
    }

    /** Returns the possible ids of a path: with and without its extension. */
    public static List<String> candidatesFromPath(String path) {
        return List.of(fromPath(path), fromName(path));
    }

    /** Returns a name, including its extension, as an id; replaces characters that are not allowed. */
    static String fromName(String name) {
        return name.replaceAll("[/\\\\:\\p{Cntrl}]", "_").replaceFirst("^\\.+", "");
    }

    /** Returns the file name of a path. */
    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns a path without its extension. */
    static String withoutExtension(String path) {
        String name = fileName(path);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? path.substring(0, path.length() - name.length() + dot) : path;
    }
}
