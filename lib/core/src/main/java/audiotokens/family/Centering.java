package audiotokens.family;

/** What is taken off a patch of frames, so that it does not say how loud the clip was recorded. */
public enum Centering {
    /** The patch's mean level. */
    PATCH_LEVEL,
    /** The clip's mean frame. */
    CLIP_MEAN,
    /** The clip's greatest level. */
    CLIP_MAXIMUM
}
