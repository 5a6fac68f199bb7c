package audiotokens.timeline;

import audiotokens.label.Label;

/**
 * A label that is heard for a while.
 *
 * @param label what is heard
 * @param start where it starts in its recording, in seconds
 * @param end where it ends, in seconds
 * @param score the highest score in between, from 0 to 1
 */
public record SoundEvent(Label label, double start, double end, float score) {
    public SoundEvent {
        if (!(start >= 0) || !(end > start)) {
            throw new IllegalArgumentException("an event from " + start + " s to " + end + " s");
        }
    }
}
