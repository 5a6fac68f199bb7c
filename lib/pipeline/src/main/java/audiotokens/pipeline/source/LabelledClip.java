package audiotokens.pipeline.source;

import java.util.List;
import java.util.Objects;

/**
 * A clip as its source lists it.
 *
 * @param id the clip's id
 * @param labels its labels as the source names them
 */
public record LabelledClip(String id, List<String> labels) {
    public LabelledClip {
        Objects.requireNonNull(id);
        labels = List.copyOf(labels);
    }
}
