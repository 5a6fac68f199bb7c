package audiotokens.timeline;

import audiotokens.label.Label;
import java.io.Serializable;

/**
 * A detected sound event.
 *
 * @param label the label
 * @param start onset in the recording, in seconds
 * @param end offset, in seconds
 * @param score maximum score within the event, from 0 to 1
 */
public record SoundEvent(Label label, double start, double end, float score) implements Serializable {
    public SoundEvent {
        if (!(start >= 0) || !(end > start)) {
            throw new IllegalArgumentException("invalid event: from " + start + " s to " + end + " s");
        }
    }
}
