package audiotokens.pipeline.source;

import java.util.List;

/**
 * A source that names its clips and their labels itself, so that no segment list is needed. Labels are the ids of the
 * ontology where it has one of them, or else any names, sorted.
 */
public interface LabelledSource extends AudioSource {

    /**
     * All clips, in the order of the source, the same at every call. Ids are unique and may be names of files: not empty,
     * without slash, backslash, colon and control characters, not beginning with a dot, at most 200 characters. Where no
     * clip has a label, the segment lists say them.
     */
    List<LabelledClip> clips();
}
