package audiotokens.pipeline.config;

/** Where the tokens of a run are kept. */
public enum TokenStore {
    /** A file for each clip. */
    FILES,
    /** Parquet files of many clips each. */
    PARQUET
}
