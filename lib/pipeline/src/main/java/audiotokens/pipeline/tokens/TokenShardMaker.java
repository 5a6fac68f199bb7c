package audiotokens.pipeline.tokens;

import audiotokens.file.FileErrors;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.token.TokenizerFactory;
import audiotokens.work.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes the missing Parquet token files; intact files are kept.
 *
 * @param configuration configuration of the run
 * @param factory factory of its tokenizer
 * @param executor executor that tokenizes the clips; this process writes the files
 * @param maxClipsPerFile maximum number of clips per file
 */
record TokenShardMaker(Configuration configuration, TokenizerFactory factory, Executor executor, int maxClipsPerFile) {

    /**
     * Tokenizes the clips of missing files and writes their tokens.
     *
     * @param run records the unusable clips
     * @throws StageException if a file belongs to another run, or cannot be written; the message names it
     */
    TokenCounts writeMissing(List<TokenWork.Item> items, StageRun<?> run, Progress progress) {
        RunFolder runFolder = RunFolder.of(configuration);
        TokenShardFolder folder = new TokenShardFolder(runFolder, run.record().fingerprint());
        if (run.adopted()) {
            throw new StageException("tokenStore: " + folder.path() + " contains tokens from another program, which"
                    + " tokenStore=parquet would ignore; set tokenStore=files, or choose another outputPath");
        }
        TokenColumns columns = new TokenColumns(RunTokenizer.streams(configuration));
        List<TokenShard> shards = TokenShard.of(items, maxClipsPerFile);
        List<TokenShard> missingShards = new ArrayList<>();
        TokenCounter counter = new TokenCounter(columns, run);
        try (Connection database = TokenDatabase.open()) {
            Map<Path, TokenShardMetadata> intact = folder.intact(shards, database);
            for (TokenShard shard : shards) {
                Path file = shard.file(runFolder);
                if (intact.containsKey(file)) {
                    counter.addExisting(TokenCounts.read(shard, file, columns, database), intact.get(file));
                } else {
                    missingShards.add(shard);
                }
            }
        } catch (IOException e) {
            throw new StageException(FileErrors.describe(e), e);
        } catch (SQLException e) {
            throw new StageException("tokens cannot be read: " + TokenDatabase.reason(e), e);
        }
        List<TokenWork.Item> missingItems =
                missingShards.stream().flatMap(shard -> shard.items().stream()).toList();
        try (Progress.Task task = progress.begin("Tokens", items.size(), "clips");
                TokenShardWriter writer = new TokenShardWriter(
                        runFolder, folder.stageFingerprint(), columns, Metadata.read(configuration), missingShards)) {
            task.advance(items.size() - missingItems.size());
            executor.forEach(missingItems, new TokenRowWork(configuration, factory), task, outcome -> {
                counter.accept(outcome);
                writer.accept(outcome);
            });
        }
        return counter.counts;
    }

    /** Counts the tokens, and records the unusable clips. */
    private static final class TokenCounter implements Consumer<ItemOutcome<TokenWork.Item, PackedTokens>> {
        private final TokenColumns columns;
        private final StageRun<?> run;
        private TokenCounts counts = TokenCounts.NONE;

        TokenCounter(TokenColumns columns, StageRun<?> run) {
            this.columns = columns;
            this.run = run;
        }

        void addExisting(TokenCounts shardCounts, TokenShardMetadata file) {
            counts = counts.merge(shardCounts);
            file.failed().forEach(failed -> run.addProblem(failed.id(), failed.source(), failed.reason()));
        }

        @Override
        public void accept(ItemOutcome<TokenWork.Item, PackedTokens> outcome) {
            switch (outcome) {
                case ItemOutcome.Done<TokenWork.Item, PackedTokens>(TokenWork.Item item, PackedTokens tokens) ->
                    counts = counts.merge(TokenCounts.of(item.split(), tokens.unpack(columns)));
                case ItemOutcome.Failed<TokenWork.Item, PackedTokens>(
                        TokenWork.Item item,
                        String source,
                        String reason) -> run.addProblem(item.id(), source, reason);
            }
        }
    }
}
