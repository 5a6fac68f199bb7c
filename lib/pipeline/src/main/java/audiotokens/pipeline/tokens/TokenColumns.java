package audiotokens.pipeline.tokens;

import audiotokens.token.TokenStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of a Parquet token file: {@code id}, {@code subset}, one per stream, {@code labels}.
 *
 * @param streams streams of the tokenizer, in order
 */
record TokenColumns(List<TokenStream> streams) {
    static final String ID = "id";
    static final String SUBSET = "subset";
    static final String LABELS = "labels";

    TokenColumns {
        streams = List.copyOf(streams);
    }

    /**
     * Returns the column name of each stream: the stream's name, with its index appended if the name is already used.
     */
    List<String> names() {
        Set<String> usedNames = new HashSet<>(Set.of(ID, SUBSET, LABELS));
        List<String> names = new ArrayList<>();
        for (TokenStream stream : streams) {
            String name = stream.name();
            while (!usedNames.add(name.toLowerCase(Locale.ROOT))) {
                name = name + "_" + names.size();
            }
            names.add(name);
        }
        return names;
    }

    /** Returns the size in bytes of the smallest unsigned type that holds a stream's tokens: 1, 2 or 4. */
    int bytesPerToken(int stream) {
        int highestToken = streams.get(stream).vocabularySize() - 1;
        if (highestToken <= 0xFF) {
            return Byte.BYTES;
        }
        return highestToken <= 0xFFFF ? Short.BYTES : Integer.BYTES;
    }

    /** Returns the SQL column definitions of a table with these columns. */
    String definition() {
        StringBuilder definition = new StringBuilder(ID + " VARCHAR, " + SUBSET + " VARCHAR");
        List<String> names = names();
        for (int stream = 0; stream < names.size(); stream++) {
            String type =
                    switch (bytesPerToken(stream)) {
                        case Byte.BYTES -> "UTINYINT";
                        case Short.BYTES -> "USMALLINT";
                        default -> "UINTEGER";
                    };
            definition
                    .append(", ")
                    .append(quoted(names.get(stream)))
                    .append(' ')
                    .append(type)
                    .append("[]");
        }
        return definition.append(", " + LABELS + " VARCHAR[]").toString();
    }

    /** Quotes a column name for SQL. */
    static String quoted(String name) {
        return '"' + name + '"';
    }
}
