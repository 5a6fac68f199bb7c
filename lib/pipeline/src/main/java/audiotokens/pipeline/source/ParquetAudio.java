package audiotokens.pipeline.source;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location of a row's audio in a Parquet file: an encoded file, a path to one, or decoded samples with their sample
 * rate. Each component is an SQL expression or {@link #NONE}.
 *
 * @param bytes content of the encoded file
 * @param path path of the file
 * @param samples list of float samples from -1 to 1 or of 16-bit integers, or one such list per channel
 * @param sampleRate their sample rate, in Hz
 */
record ParquetAudio(String bytes, String path, String samples, String sampleRate) {
    static final String NONE = "NULL";

    private static final List<String> PATHS = List.of("path", "file", "filename", "file_name", "audio_path");
    private static final List<String> RATES = List.of("sampling_rate", "sample_rate", "sr");
    private static final Pattern SAMPLES = Pattern.compile("(FLOAT|DOUBLE|SMALLINT)(\\[\\d*]){1,2}");
    private static final Pattern FIELD = Pattern.compile("\"?(\\w+)\"? ((?:FLOAT|DOUBLE|SMALLINT)(?:\\[\\d*])+|\\w+)");

    /**
     * Selects the audio column: {@code configuredName} if it is not empty, otherwise {@code audio}, the only column
     * with an audio type, or a column of paths.
     *
     * @param types type of each column, case-insensitive as in DuckDB
     * @param columns names of the columns, in order
     * @throws IllegalArgumentException if there is none; the message names the columns and the key
     */
    static ParquetAudio of(SortedMap<String, String> types, List<String> columns, String configuredName) {
        String column = configuredName.isEmpty() ? defaultColumn(types) : configuredName;
        if (!types.containsKey(column)) {
            throw new IllegalArgumentException("there is no column '" + column
                    + "' with bytes or paths; the columns are " + String.join(", ", columns)
                    + "; set audioColumn=NAME");
        }
        return fromColumn(types, column)
                .orElseThrow(() -> new IllegalArgumentException("the column '" + column + "' has type "
                        + types.get(column)
                        + "; the supported types are bytes, a path, or float or 16-bit samples with a"
                        + " column or field sampling_rate"));
    }

    private static String defaultColumn(Map<String, String> types) {
        if (types.containsKey("audio")) {
            return "audio";
        }
        List<String> audioColumns = types.keySet().stream()
                .filter(name -> !"VARCHAR".equals(types.get(name))
                        && fromColumn(types, name).isPresent())
                .toList();
        if (audioColumns.size() == 1) {
            return audioColumns.getFirst();
        }
        return PATHS.stream()
                .filter(name -> "VARCHAR".equals(types.get(name)))
                .findFirst()
                .orElse("audio");
    }

    private static Optional<ParquetAudio> fromColumn(Map<String, String> types, String column) {
        String type = Objects.requireNonNull(types.get(column), column);
        String sql = quoted(column);
        if (type.equals("BLOB")) {
            String path = PATHS.stream()
                    .filter(name -> "VARCHAR".equals(types.get(name)))
                    .findFirst()
                    .map(ParquetAudio::quoted)
                    .orElse(NONE);
            return Optional.of(new ParquetAudio(sql, path, NONE, NONE));
        }
        if (type.equals("VARCHAR")) {
            return Optional.of(new ParquetAudio(NONE, sql, NONE, NONE));
        }
        if (SAMPLES.matcher(type).matches()) {
            return RATES.stream()
                    .filter(types::containsKey)
                    .findFirst()
                    .map(rate -> new ParquetAudio(NONE, NONE, sql, quoted(rate)));
        }
        return type.startsWith("STRUCT(") ? fromStruct(type, sql) : Optional.empty();
    }

    private static Optional<ParquetAudio> fromStruct(String type, String sql) {
        String bytes = NONE;
        String path = NONE;
        String samples = NONE;
        String rate = NONE;
        Matcher field = FIELD.matcher(type.substring("STRUCT(".length()));
        while (field.find()) {
            String expression = sql + "." + quoted(field.group(1));
            if (field.group(1).equals("bytes") && field.group(2).equals("BLOB")) {
                bytes = expression;
            } else if (field.group(1).equals("path") && field.group(2).equals("VARCHAR")) {
                path = expression;
            } else if (field.group(1).equals("array")
                    && SAMPLES.matcher(field.group(2)).matches()) {
                samples = expression;
            } else if (RATES.contains(field.group(1))) {
                rate = expression;
            }
        }
        boolean isDecoded = !samples.equals(NONE) && !rate.equals(NONE);
        boolean isAudio = isDecoded || !bytes.equals(NONE) || !path.equals(NONE);
        return isAudio
                ? Optional.of(new ParquetAudio(bytes, path, isDecoded ? samples : NONE, isDecoded ? rate : NONE))
                : Optional.empty();
    }

    /** Returns the SQL expression for the size of a row's encoded file. */
    String byteCount() {
        return bytes.equals(NONE) ? "0" : "octet_length(" + bytes + ")";
    }

    /** Returns the SQL expression for the number of a row's samples or channels. */
    String sampleCount() {
        return samples.equals(NONE) ? "0" : "len(" + samples + ")";
    }

    /** Quotes a column name for SQL. */
    static String quoted(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }
}
