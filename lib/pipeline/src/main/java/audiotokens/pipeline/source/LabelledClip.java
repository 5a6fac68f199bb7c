package audiotokens.pipeline.source;

import java.util.List;
import java.util.Objects;

/**
 * A clip as its source lists it.
 *
 * @param id the clip's id
 * @param labels its labels as the source names them
 * @param split the part of the data set that the source puts it into, as {@code train} or {@code test}; empty where it
 *     says nothing
 */
public record LabelledClip(String id, List<String> labels, String split) {
    public LabelledClip {
        Objects.requireNonNull(id);
        Objects.requireNonNull(split);
        labels = List.copyOf(labels);
    }

    /** A clip of no part of the data set. */
    public LabelledClip(String id, List<String> labels) {
        this(id, labels, "");
    }
}
