package audiotokens.pipeline.source;

import java.util.Optional;

/** What an id may be, given that files are named after it. */
public final class ClipId {
    private static final int MOST_CHARACTERS = 200;

    private ClipId() {}

    /** What is wrong with {@code id} as a file's name; empty where it is a good one. */
    public static Optional<String> fault(String id) {
        if (id.isEmpty()) {
            return Optional.of("the id is empty");
        }
        if (id.length() > MOST_CHARACTERS) {
            return Optional.of("the id has " + id.length() + " characters; at most " + MOST_CHARACTERS + " may be");
        }
        for (int i = 0; i < id.length(); i++) {
            char character = id.charAt(i);
            if (character == '/' || character == '\\' || character == ':' || Character.isISOControl(character)) {
                return Optional.of("the id holds a character that a file's name cannot have");
            }
        }
        return id.startsWith(".") ? Optional.of("the id begins with a dot") : Optional.empty();
    }

    /** An id made of a path within a source: the folders and the name without its extension. */
    public static String ofPath(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? path.substring(0, path.length() - name.length() + dot) : path;
        return stem.replaceAll("[/\\\\:\\p{Cntrl}]", "_").replaceFirst("^\\.+", "");
    }
}
