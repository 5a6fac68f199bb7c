package audiotokens.pipeline.config;

/** Where the spectrograms of a run are stored. */
public enum SpectrogramStore {
    /** One file per clip. */
    FILES,
    /** Not stored: each stage computes them from the audio. */
    NONE
}
