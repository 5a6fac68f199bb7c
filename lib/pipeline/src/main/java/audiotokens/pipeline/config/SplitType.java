package audiotokens.pipeline.config;

/** How clips are divided into train and validation. */
public enum SplitType {
    /** The original's: CPython's shuffle of all ids, then a cut. */
    RANDOM,
    /** By list: the clips of {@code validationSegments} validate. */
    LISTS,
    /** By the clip table's fold column. */
    FOLD,
    /** Random, but the clips of one recording stay together. */
    GROUP,
    /** Random within each label, so that shares stay alike. */
    STRATIFIED
}
