package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A labelled stretch of audio.
 *
 * @param id its id, AudioSet's YTID
 * @param startSeconds where it starts in its recording
 * @param endSeconds where it ends in its recording
 * @param labels what is heard in it, without doubles
 */
public record Clip(String id, double startSeconds, double endSeconds, List<Label> labels) {
    public Clip {
        labels = List.copyOf(labels);
    }

    /** What it is labelled with, and its id. Semicolons part the labels, since AudioSet's names hold commas. */
    public String caption() {
        return labels.stream().map(Label::name).collect(Collectors.joining("; ")) + " (" + id + ")";
    }
}
