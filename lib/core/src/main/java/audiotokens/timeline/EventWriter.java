package audiotokens.timeline;

import java.io.IOException;

/** Writes events in a text format. Each event can be read from the output as soon as it has been written. */
public interface EventWriter extends AutoCloseable {
    /**
     * Writes one event.
     *
     * @param source name of the recording
     */
    void write(String source, SoundEvent event) throws IOException;

    /**
     * Writes why a recording has no events or incomplete ones, if the format supports it.
     *
     * @param reason worded to come after the recording's name, such as "contains no samples"
     */
    default void writeReason(String source, String reason) throws IOException {}

    /** Completes and closes the output. */
    @Override
    void close() throws IOException;
}
