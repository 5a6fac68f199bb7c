package audiotokens.family;

/** The value subtracted from a patch of frames to remove the recording level. */
public enum Centering {
    /** The patch's mean level. */
    PATCH_LEVEL,
    /** The clip's mean frame. */
    CLIP_MEAN,
    /** The clip's maximum level. */
    CLIP_MAXIMUM
}
