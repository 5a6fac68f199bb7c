package audiotokens.pipeline.source;

import java.util.List;

/**
 * A source that lists its clips and labels, so that no segment list is needed. Labels are ontology ids if the ontology
 * contains at least one of them; otherwise they are arbitrary names, indexed in sorted order.
 */
public interface LabeledSource extends AudioSource {

    /**
     * Returns all clips in the order of the source, identical on every call. Ids are unique and valid file names: not
     * empty, without slash, backslash, colon and control characters, not starting with a dot, at most 200 characters.
     * If no clip has a label, labels come from the segment lists.
     */
    List<ListedClip> clips();
}
