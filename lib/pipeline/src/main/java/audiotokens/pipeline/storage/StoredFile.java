package audiotokens.pipeline.storage;

import audiotokens.file.Location;
import java.io.Serializable;

/**
 * A file and its state when it was listed.
 *
 * @param bytes size in bytes
 * @param modified time of the last change, in milliseconds since 1970
 */
public record StoredFile(Location location, long bytes, long modified) implements Serializable {}
