package audiotokens.pipeline.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an id may be, given that files are named after it. */
public final class ClipId {
    private static final int MOST_CHARACTERS = 200;

    /** A file's name may have 255 bytes; the rest is for what is put around the id while its file is written. */
    private static final int MOST_BYTES = 240;

    private ClipId() {}

    /** What is wrong with {@code id} as a file's name; empty where it is a good one. */
    public static Optional<String> fault(String id) {
        if (id.isEmpty()) {
            return Optional.of("the id is empty");
        }
        if (isTooLong(id)) {
            return Optional.of("the id has " + id.length() + " characters and "
                    + id.getBytes(StandardCharsets.UTF_8).length + " bytes; at most " + MOST_CHARACTERS + " and "
                    + MOST_BYTES + " may be");
        }
        boolean isAscii = true;
        for (int i = 0; i < id.length(); i++) {
            char character = id.charAt(i);
            if (character == '/' || character == '\\' || character == ':' || Character.isISOControl(character)) {
                return Optional.of("the id holds a character that a file's name cannot have");
            }
            isAscii &= character < 0x80;
        }
        if (id.startsWith(".")) {
            return Optional.of("the id begins with a dot");
        }
        return isAscii || isName(id)
                ? Optional.empty()
                : Optional.of("the id holds a character that this locale's encoding ("
                        + System.getProperty("sun.jnu.encoding") + ") lacks; set the environment variable"
                        + " LC_ALL=C.UTF-8");
    }

    /** Whether no file can be named after {@code id}, since it is too long. */
    static boolean isTooLong(String id) {
        return id.length() > MOST_CHARACTERS
                || 3 * id.length() > MOST_BYTES && id.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }

    @SuppressWarnings("ReturnValueIgnored") // called for its exception
    private static boolean isName(String id) {
        try {
            Path.of(id);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** An id made of a path within a source: the folders and the name without its extension. */
    public static String ofPath(String path) {
        return ofName(withoutExtension(path));
    }

    /** The ids that the file of a path may have, given as a list of paths names it: with and without its extension. */
    public static List<String> ofPathInList(String path) {
        return List.of(ofPath(path), ofName(path));
    }

    /** An id made of the whole of {@code name}, an extension included. */
    static String ofName(String name) {
        return name.replaceAll("[/\\\\:\\p{Cntrl}]", "_").replaceFirst("^\\.+", "");
    }

    /** The last name of a path. */
    static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A path without the extension of its last name. */
    static String withoutExtension(String path) {
        String name = lastName(path);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? path.substring(0, path.length() - name.length() + dot) : path;
    }
}
