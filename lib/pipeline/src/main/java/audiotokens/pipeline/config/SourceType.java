package audiotokens.pipeline.config;

import java.util.Arrays;
import java.util.Locale;

/** The supported audio layouts. */
public enum SourceType {
    /** The synthetic dataset, generated on first use in AudioSet's layout. */
    DEMO,
    /** AudioSet's tree, ROOT/SET/xx/ID.flac. */
    TREE,
    /** Tar shards, read in place. */
    TAR,
    /** Hugging Face audio Parquet shards. */
    PARQUET,
    /** A folder and a CSV with a fold column, such as ESC-50 and UrbanSound8K. */
    FOLDS,
    /** One folder per label: FOLDER/LABEL/*.wav, or other audio formats. */
    FOLDERS,
    /** A custom source, given by class name or registered name. */
    CUSTOM;

    /** Returns the names in configurations, in lower case; without {@link #CUSTOM}. */
    static String[] configNames() {
        return Arrays.stream(values())
                .filter(type -> type != CUSTOM)
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }
}
