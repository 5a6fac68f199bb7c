package audiotokens.pipeline.storage;

import audiotokens.file.Location;
import java.io.Serializable;

/**
 * A file and its state when it was listed.
 *
 * @param sizeBytes size in bytes
 * @param modifiedMillis time of the last change, in milliseconds since 1970
 */
public record StoredFile(Location location, long sizeBytes, long modifiedMillis) implements Serializable {}
