package audiotokens.pipeline.config;

/** Where the tokens of a run are stored. */
public enum TokenStore {
    /** One file per clip. */
    FILES,
    /** Parquet files with many clips each. */
    PARQUET
}
