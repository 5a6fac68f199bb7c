package audiotokens.pipeline.source;

import java.util.List;
import java.util.Objects;

/**
 * A clip listed by its source.
 *
 * @param id the clip's id
 * @param labels labels as named by the source
 * @param split split according to the source, for example {@code train} or {@code test}; empty if unknown
 */
public record ListedClip(String id, List<String> labels, String split) {
    public ListedClip {
        Objects.requireNonNull(id);
        Objects.requireNonNull(split);
        labels = List.copyOf(labels);
    }

    /** Creates a clip whose split is unknown. */
    public ListedClip(String id, List<String> labels) {
        this(id, labels, "");
    }
}
