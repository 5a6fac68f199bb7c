package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.Mergeable;
import audiotokens.pipeline.run.Split;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/**
 * The number of clips with tokens, and the token counts of the training clips.
 *
 * @param train number of training clips
 * @param validation number of validation clips
 * @param counts occurrences by stream and token; streams and tokens beyond the end of the arrays do not occur
 */
record TokenCounts(int train, int validation, long[][] counts) implements Mergeable<TokenCounts> {
    static final TokenCounts NONE = new TokenCounts(0, 0, new long[0][]);

    static TokenCounts of(Split split, ClipTokens tokens) {
        return split == Split.VALIDATION
                ? new TokenCounts(0, 1, NONE.counts)
                : new TokenCounts(
                        1, 0, tokens.streams().stream().map(TokenCounts::count).toArray(long[][]::new));
    }

    /**
     * Counts the tokens of a Parquet file.
     *
     * @throws SQLException if it cannot be read
     */
    static TokenCounts read(TokenShard shard, Path file, TokenColumns columns, Connection database)
            throws SQLException {
        String fromClause = " FROM read_parquet(" + TokenDatabase.quotedFile(file) + ")";
        try (Statement statement = database.createStatement()) {
            int clips;
            try (ResultSet rows = statement.executeQuery("SELECT count(*)" + fromClause)) {
                rows.next();
                clips = rows.getInt(1);
            }
            if (shard.split() == Split.VALIDATION) {
                return new TokenCounts(0, clips, NONE.counts);
            }
            long[][] counts = new long[columns.streams().size()][];
            for (int stream = 0; stream < counts.length; stream++) {
                counts[stream] = new long[columns.streams().get(stream).vocabularySize()];
                String column = TokenColumns.quoted(columns.names().get(stream));
                try (ResultSet rows = statement.executeQuery("SELECT token, count(*) FROM (SELECT unnest(" + column
                        + ") AS token" + fromClause + ") GROUP BY token")) {
                    while (rows.next()) {
                        counts[stream][Math.toIntExact(rows.getLong(1))] = rows.getLong(2);
                    }
                }
            }
            return new TokenCounts(clips, 0, counts);
        }
    }

    private static long[] count(long[] tokens) {
        long[] counts = new long[1 + (int) Arrays.stream(tokens).max().orElse(-1)];
        for (long token : tokens) {
            counts[(int) token]++;
        }
        return counts;
    }

    @Override
    public TokenCounts merge(TokenCounts following) {
        boolean thisIsLonger = counts.length >= following.counts.length;
        long[][] sum = thisIsLonger ? counts : following.counts;
        long[][] shorter = thisIsLonger ? following.counts : counts;
        for (int stream = 0; stream < shorter.length; stream++) {
            sum[stream] = sum(sum[stream], shorter[stream]);
        }
        return new TokenCounts(train + following.train, validation + following.validation, sum);
    }

    private static long[] sum(long[] first, long[] second) {
        boolean firstIsLonger = first.length >= second.length;
        long[] sum = firstIsLonger ? first : second;
        long[] shorter = firstIsLonger ? second : first;
        for (int token = 0; token < shorter.length; token++) {
            sum[token] += shorter[token];
        }
        return sum;
    }

    TokenResult result(List<TokenStream> streams) {
        long[][] countsByStream = new long[streams.size()][];
        for (int stream = 0; stream < countsByStream.length; stream++) {
            long[] counted = stream < counts.length ? counts[stream] : new long[0];
            countsByStream[stream] = Arrays.copyOf(counted, streams.get(stream).vocabularySize());
        }
        return new TokenResult(
                train, validation, countsByStream[0], Arrays.copyOfRange(countsByStream, 1, countsByStream.length));
    }
}
