package audiotokens.pipeline.config;

/** How clips are split into training and validation sets. */
public enum SplitType {
    /** The split of the original Python implementation: CPython's shuffle of all ids, then a cut. */
    RANDOM,
    /** By the lists of validation clips in {@code validationSegments}; if there are none, by the source's own split. */
    LISTS,
    /** By the clip table's fold column. */
    FOLD,
    /** Random by group: the clips of a recording stay together. */
    GROUP,
    /** Stratified by label. */
    STRATIFIED
}
