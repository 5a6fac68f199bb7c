package audiotokens.pipeline.tokens;

import audiotokens.file.FileErrors;
import audiotokens.label.Label;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes Parquet token files one by one, as clips arrive in the order of the files. Files are written atomically.
 *
 * <p>Not thread-safe.
 */
final class TokenShardWriter implements Consumer<ItemOutcome<TokenWork.Item, PackedTokens>>, AutoCloseable {
    private static final String TABLE = "tokens";
    private static final String SPILL_FOLDER = ".tokens-spilled";
    /** Number of rows passed to DuckDB at once. */
    private static final int ROWS_PER_APPEND = 1024;

    private final RunFolder folder;
    private final String stageFingerprint;
    private final TokenColumns columns;
    private final ClipCatalog catalog;
    private final List<TokenShard> shards;
    private final Connection database;

    private final List<ItemOutcome.Done<TokenWork.Item, PackedTokens>> rows = new ArrayList<>();
    private final List<TokenShardMetadata.Failed> failed = new ArrayList<>();
    private int shardIndex;
    private int clipsInShard;

    /**
     * @param stageFingerprint fingerprint of the stage
     * @param catalog labels of the clips
     * @param shards files to write; clips arrive in this order
     * @throws StageException if DuckDB does not start
     */
    TokenShardWriter(
            RunFolder folder,
            String stageFingerprint,
            TokenColumns columns,
            ClipCatalog catalog,
            List<TokenShard> shards) {
        this.folder = folder;
        this.stageFingerprint = stageFingerprint;
        this.columns = columns;
        this.catalog = catalog;
        this.shards = shards;
        try {
            this.database = TokenDatabase.open(folder.path().resolve(SPILL_FOLDER));
        } catch (SQLException e) {
            throw new StageException("Parquet files cannot be written: " + TokenDatabase.reason(e), e);
        } catch (IOException e) {
            throw new StageException(FileErrors.describe(e), e);
        }
    }

    @Override
    public void accept(ItemOutcome<TokenWork.Item, PackedTokens> outcome) {
        TokenShard currentShard = shards.get(shardIndex);
        try {
            switch (outcome) {
                case ItemOutcome.Done<TokenWork.Item, PackedTokens> done -> rows.add(done);
                case ItemOutcome.Failed<TokenWork.Item, PackedTokens> failure ->
                    failed.add(new TokenShardMetadata.Failed(failure.item().id(), failure.source(), failure.reason()));
            }
            if (clipsInShard == 0) {
                beginTable();
            }
            clipsInShard++;
            boolean isComplete = clipsInShard == currentShard.items().size();
            if (isComplete || rows.size() == ROWS_PER_APPEND) {
                appendRows();
            }
            if (isComplete) {
                writeFile(currentShard);
                failed.clear();
                shardIndex++;
                clipsInShard = 0;
            }
        } catch (SQLException e) {
            throw new StageException(
                    currentShard.file(folder) + " cannot be written: " + TokenDatabase.reason(e)
                            + "; complete files are kept",
                    e);
        } catch (IOException e) {
            throw new StageException(currentShard.file(folder) + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void beginTable() throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE " + TABLE + " (" + columns.definition() + ")");
        }
    }

    private void appendRows() throws SQLException {
        try (DuckDBAppender appender = database.unwrap(DuckDBConnection.class).createAppender(TABLE)) {
            for (ItemOutcome.Done<TokenWork.Item, PackedTokens> row : rows) {
                append(row.item(), row.result(), appender);
            }
        }
        rows.clear();
    }

    private void append(TokenWork.Item item, PackedTokens tokens, DuckDBAppender appender) throws SQLException {
        appender.beginRow().append(item.id()).append(item.split().folder());
        for (int stream = 0; stream < columns.streams().size(); stream++) {
            switch (columns.bytesPerToken(stream)) {
                case Byte.BYTES -> appender.appendByteArray(tokens.streams()[stream]);
                case Short.BYTES -> appender.append(tokens.shorts(stream));
                default -> appender.append(tokens.ints(stream));
            }
        }
        List<String> labels = catalog.find(item.id())
                .map(clip -> clip.labels().stream().map(Label::id).toList())
                .orElse(List.of());
        appender.append(labels).endRow();
    }

    private void writeFile(TokenShard currentShard) throws SQLException, IOException {
        Path file = currentShard.file(folder);
        Files.createDirectories(file.getParent());
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        try (Statement statement = database.createStatement()) {
            new TokenShardMetadata(stageFingerprint, currentShard.clipsFingerprint(), failed)
                    .write(TABLE, partial, statement);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            statement.execute("DROP TABLE " + TABLE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new StageException("Parquet files cannot be written: " + TokenDatabase.reason(e), e);
        }
    }
}
