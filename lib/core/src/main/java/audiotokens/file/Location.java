package audiotokens.file;

import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The location of a file or folder: a path of this machine's file system, or a URI such as {@code hdfs://HOST/FOLDER}.
 * Immutable.
 */
public final class Location implements Comparable<Location>, Serializable {
    private static final Pattern URI_PATTERN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final long serialVersionUID = 1L;

    private final String text;
    /** Null for a URI. Stored, since the text of a path cannot represent every file name. */
    private final transient @Nullable Path path;

    private Location(String text, @Nullable Path path) {
        this.text = text;
        this.path = path;
    }

    /**
     * Returns the location of a path or URI.
     *
     * @throws InvalidPathException if the text is neither
     */
    public static Location of(String text) {
        return isUri(text) ? new Location(text, null) : of(Path.of(text));
    }

    /** Returns the location of a path. */
    public static Location of(Path path) {
        return new Location(path.toString(), path);
    }

    /** Returns whether a text is a URI with a scheme and {@code ://}. */
    public static boolean isUri(String text) {
        return URI_PATTERN.matcher(text).matches();
    }

    /** Returns whether this location is a URI rather than a path. */
    public boolean isUri() {
        return path == null;
    }

    /** Returns the path; empty for a URI. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** Resolves a relative path against {@code base}; a URI is returned unchanged. */
    public Location resolvedAgainst(Path base) {
        return path == null ? this : of(base.resolve(path).normalize());
    }

    /** Returns the file of this name in this folder. */
    public Location resolve(String name) {
        return path == null ? of(text.replaceFirst("/*$", "/") + name) : of(path.resolve(name));
    }

    /** Returns the last element of the path, such as {@code 0.tar}. */
    public String fileName() {
        return path == null ? text.substring(text.lastIndexOf('/') + 1) : FileName.text(path.getFileName());
    }

    private Object writeReplace() {
        return new Text(text);
    }

    private record Text(String text) implements Serializable {
        private Object readResolve() {
            return of(text);
        }
    }

    @Override
    public int compareTo(Location other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Location location && text.equals(location.text) && Objects.equals(path, location.path);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the path or URI. */
    @Override
    public String toString() {
        return text;
    }
}
