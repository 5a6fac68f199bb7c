package audiotokens.pipeline.config;

/** How clips are split into training and validation sets. */
public enum SplitType {
    /** The original's split: CPython's shuffle of all ids, then a cut. */
    RANDOM,
    /** By list: {@code validationSegments} contains the validation clips. */
    LISTS,
    /** By the clip table's fold column. */
    FOLD,
    /** Random by group: the clips of a recording stay together. */
    GROUP,
    /** Stratified by label. */
    STRATIFIED
}
