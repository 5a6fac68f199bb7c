package audiotokens.pipeline.dataset;

import audiotokens.label.Label;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A labeled audio clip.
 *
 * @param id id, for AudioSet the YTID
 * @param startSeconds start within its recording, in seconds
 * @param endSeconds end within its recording, in seconds
 * @param labels its labels, without duplicates
 */
public record Clip(String id, double startSeconds, double endSeconds, List<Label> labels) {
    public Clip {
        labels = List.copyOf(labels);
    }

    /** Returns the labels and the id. Labels are separated by semicolons, since AudioSet's names contain commas. */
    public String caption() {
        return labels.stream().map(Label::name).collect(Collectors.joining("; ")) + " (" + id + ")";
    }
}
