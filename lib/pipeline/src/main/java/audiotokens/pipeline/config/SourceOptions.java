package audiotokens.pipeline.config;

import audiotokens.option.Option;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

/** Options for reading tables and Parquet files with custom column names. */
public record SourceOptions(
        @Option(
                        value =
                                "Column of the audio, in clipTable (file names) and Parquet; empty finds it by the usual names",
                        defaultValue = "")
                String audioColumn,
        @Option(value = "Column of the clips' ids; empty finds it by the usual names", defaultValue = "")
                String idColumn,
        @Option(
                        value =
                                "Column of the labels; a plural name, as tags, holds several; empty finds it by the usual names",
                        defaultValue = "")
                String labelColumn,
        @Option(value = "Encoding of clipTable, as windows-1252; a byte order mark wins", defaultValue = "UTF-8")
                String tableEncoding) {

    public SourceOptions {
        try {
            Charset.forName(tableEncoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ConfigurationException(
                    "tableEncoding",
                    "'" + tableEncoding + "' is no encoding; it may be UTF-8, windows-1252, GB18030...");
        }
    }

    /** The default values. */
    public static SourceOptions standard() {
        return Configuration.of(Map.of()).source();
    }
}
