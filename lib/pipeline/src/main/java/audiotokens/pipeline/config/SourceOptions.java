package audiotokens.pipeline.config;

import audiotokens.option.Option;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;

/** Options for reading tables and Parquet files with custom column names. */
public record SourceOptions(
        @Option(
                        value = "Audio column of clipTable (file names) and Parquet; empty tries common names",
                        defaultValue = "")
                String audioColumn,
        @Option(value = "Column of clip ids; empty tries common names", defaultValue = "") String idColumn,
        @Option(
                        value =
                                "Column of labels; a plural name, such as tags, means several labels; empty tries common names",
                        defaultValue = "")
                String labelColumn,
        @Option(
                        value =
                                "Characters that separate the labels in the label column; empty splits plural columns at , ; and |",
                        defaultValue = "")
                String labelSeparator,
        @Option(
                        value = "Encoding of clipTable, such as windows-1252; a byte order mark takes precedence",
                        defaultValue = "UTF-8")
                String tableEncoding) {

    public SourceOptions {
        try {
            Charset.forName(tableEncoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ConfigurationException(
                    "tableEncoding",
                    "'" + tableEncoding + "' is not an encoding; examples are UTF-8, windows-1252 and GB18030");
        }
    }

    /** Returns the default values. */
    public static SourceOptions defaults() {
        return Configuration.of(Map.of()).source();
    }
}
