package audiotokens.pipeline.tokens;

import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.token.ClipTokens;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tokens stored in Parquet files. A subset is unpacked completely on first access, see {@link UnpackedTokens}. */
final class ParquetTokens implements RunTokens {
    private final RunFolder folder;
    private final TokenFiles files;
    private final Map<Split, UnpackedTokens> unpackedBySplit = new EnumMap<>(Split.class);

    /** @param files layout that the streams would have with one file per clip */
    ParquetTokens(RunFolder folder, TokenFiles files) {
        this.folder = folder;
        this.files = files;
    }

    @Override
    public List<TokenStream> streams() {
        return files.streams();
    }

    @Override
    public boolean contains(Split split, String id) throws IOException {
        return unpacked(split).contains(id);
    }

    @Override
    public ClipTokens read(Split split, String id) throws IOException {
        return unpacked(split).read(id);
    }

    @Override
    public long approximateLength(Split split, String id) throws IOException {
        return (long) unpacked(split).length(id) * files.firstFileStreamCount();
    }

    @Override
    public Path location(Split split) {
        return TokenShard.folder(folder);
    }

    private synchronized UnpackedTokens unpacked(Split split) throws IOException {
        UnpackedTokens unpacked = unpackedBySplit.get(split);
        if (unpacked == null) {
            unpacked = unpack(split);
            unpackedBySplit.put(split, unpacked);
        }
        return unpacked;
    }

    private UnpackedTokens unpack(Split split) throws IOException {
        StageRecord record = StageRecord.read(folder, RunStage.TOKENS)
                .orElseThrow(() ->
                        new IOException("there are no tokens in " + folder.path() + "; run the tokens notebook first"));
        TokenShardFolder shards = new TokenShardFolder(folder, record.fingerprint());
        try (Connection database = TokenDatabase.open()) {
            return UnpackedTokensCache.shared()
                    .get(shards.files(split, database), new TokenColumns(streams()), folder.path(), database);
        } catch (SQLException e) {
            throw new IOException("tokens cannot be read: " + TokenDatabase.reason(e), e);
        }
    }
}
