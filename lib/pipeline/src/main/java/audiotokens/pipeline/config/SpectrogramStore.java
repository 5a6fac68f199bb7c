package audiotokens.pipeline.config;

/** Where the spectrograms of a run are kept. */
public enum SpectrogramStore {
    /** A file for each clip. */
    FILES,
    /** Nowhere: each stage computes them from the audio. */
    NONE
}
