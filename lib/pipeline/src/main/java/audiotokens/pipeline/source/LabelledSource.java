package audiotokens.pipeline.source;

import java.util.List;

/** A source that names its clips and their labels itself, so that no segment list is needed. */
public sealed interface LabelledSource extends AudioSource permits ListedFiles, ParquetShards {

    /** All clips, in the order of the source; none where its rows have no labels. */
    List<LabelledClip> clips();
}
