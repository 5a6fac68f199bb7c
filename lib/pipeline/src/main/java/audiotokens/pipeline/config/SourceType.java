package audiotokens.pipeline.config;

/** The layouts that audio comes in. */
public enum SourceType {
    /** The made data set, generated on first use in AudioSet's own layout. */
    DEMO,
    /** ROOT/SET/xx/ID.flac, as AudioSet's tree. */
    TREE,
    /** Tar shards, read in place. */
    TAR,
    /** Hugging Face audio Parquet shards. */
    PARQUET,
    /** A folder and a CSV with a fold column, as ESC-50 and UrbanSound8K. */
    FOLDS,
    /** FOLDER/LABEL/*.wav and so on. */
    FOLDERS
}
