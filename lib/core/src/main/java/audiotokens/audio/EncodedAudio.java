package audiotokens.audio;

import java.nio.file.Path;

/** A clip's audio as it lies in its source, not yet decoded. */
public sealed interface EncodedAudio {

    /** The longest encoded clip that is read into memory, in bytes. */
    int MOST_BYTES = 1 << 28;

    /** Where it lies, in words for a message or a problem list. */
    String origin();

    /** A file of its own. */
    record OfFile(Path file) implements EncodedAudio {
        @Override
        public String origin() {
            return file.toString();
        }
    }

    /**
     * A file held in memory, as read from a shard.
     *
     * @param origin the shard and the name within it
     * @param bytes the encoded file; not copied, not to be changed
     */
    record OfBytes(String origin, byte[] bytes) implements EncodedAudio {}
}
