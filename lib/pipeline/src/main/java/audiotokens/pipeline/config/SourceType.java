package audiotokens.pipeline.config;

import java.util.Arrays;
import java.util.Locale;

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
    FOLDERS,
    /** A source of the user's own, by the name of its class or the one it was registered by. */
    OWN;

    /** The names of those that are built in. */
    static String[] builtIn() {
        return Arrays.stream(values())
                .filter(type -> type != OWN)
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }
}
