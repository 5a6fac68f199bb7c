package audiotokens.timeline;

import java.io.IOException;

/** Writes events as text of some format. What is written so far can be read at any time. */
public interface EventWriter extends AutoCloseable {
    /**
     * Writes one event.
     *
     * @param source the recording's name
     */
    void write(String source, SoundEvent event) throws IOException;

    /**
     * Writes why a recording has no events, or not all, where the format has room for it.
     *
     * @param reason a phrase that follows the recording's name, as "holds no samples"
     */
    default void writeReason(String source, String reason) throws IOException {}

    /** Writes the format's end, and closes what it is written to. */
    @Override
    void close() throws IOException;
}
