package audiotokens.pipeline.listening;

import audiotokens.timeline.SoundEvent;
import java.io.IOException;
import java.util.List;

/** Where predictions go: the terminal, or a file of some format. */
interface PredictionRows extends AutoCloseable {
    /**
     * A sound's labels over its whole length.
     *
     * @param labels most likely first; each from the start of the sound to its end
     */
    void sound(String source, List<SoundEvent> labels) throws IOException;

    /** A label that is heard for a while in a sound. */
    void event(String source, SoundEvent event) throws IOException;

    /** Why a sound has no labels, or not all. */
    void reason(String source, String reason) throws IOException;

    @Override
    void close() throws IOException;
}
