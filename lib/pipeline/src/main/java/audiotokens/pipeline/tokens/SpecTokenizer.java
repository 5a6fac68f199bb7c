package audiotokens.pipeline.tokens;

import audiotokens.file.FileErrors;
import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRun;
import audiotokens.pipeline.source.AudioSource;
import audiotokens.pipeline.source.AudioSources;
import audiotokens.pipeline.spectrograms.SpectrogramClips;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStatistics;
import audiotokens.token.TokenizerFactory;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Stage 4: writes each clip's tokens to {@code tokenized_audio/SPLIT/ID.npy} (for several streams see
 * {@link TokenFiles}), or to {@code tokenized_audio/SPLIT-NUMBER-of-COUNT.parquet}, depending on {@code tokenStore}.
 * Existing files are kept.
 */
public final class SpecTokenizer {
    private final Configuration configuration;
    private final Executor executor;
    private final TokenizerFactory factory;
    private final int maxClipsPerFile;

    public SpecTokenizer(Configuration configuration) {
        this(configuration, Executor.of(configuration));
    }

    /** @param executor executor that tokenizes the clips */
    public SpecTokenizer(Configuration configuration, Executor executor) {
        this(configuration, executor, RunTokenizer.factory(configuration));
    }

    /** @param factory the factory passed to the clusters stage, used instead of {@code tokenizerType} */
    public SpecTokenizer(Configuration configuration, TokenizerFactory factory) {
        this(configuration, Executor.of(configuration), factory);
    }

    /**
     * @param executor executor that tokenizes the clips
     * @param factory the factory passed to the clusters stage; serializable if the executor works in other processes
     */
    public SpecTokenizer(Configuration configuration, Executor executor, TokenizerFactory factory) {
        this(configuration, executor, factory, TokenShard.MAX_CLIPS);
    }

    /** @param maxClipsPerFile maximum number of clips per Parquet file */
    SpecTokenizer(Configuration configuration, Executor executor, TokenizerFactory factory, int maxClipsPerFile) {
        this.configuration = configuration;
        this.executor = executor;
        this.factory = factory;
        this.maxClipsPerFile = maxClipsPerFile;
    }

    /**
     * Computes the missing tokens.
     *
     * @throws audiotokens.pipeline.run.StageException if the tokenizer is missing, or more than maxProblemRatio of the
     *     clips fail
     */
    public TokenReport run(Progress progress) {
        Stage<TokenResult> stage = Stage.of(
                RunStage.TOKENS,
                TokenResult.class,
                configuration,
                options(),
                List.of(RunTokenizer.tokenizerFile(configuration, factory)));
        try (StageRun<TokenResult> run = StageRun.begin(configuration, stage, progress)) {
            run.reportAdopted(progress, "");
            TokenCopies copies = new TokenCopies(configuration);
            copies.checkReachable();
            if (run.alreadyFinished()) {
                copies.update(progress);
                run.reportFinished(progress);
                return report(run.result(), run.record().seconds(), run);
            }
            TokenResult result = tokenize(run, progress);
            copies.update(progress);
            return report(result, run.finish(result).seconds(), run);
        }
    }

    private List<Object> options() {
        List<Object> options = new ArrayList<>(RunTokenizer.options(configuration, factory));
        options.add(configuration.tokenStorage());
        return options;
    }

    private TokenResult tokenize(StageRun<?> run, Progress progress) {
        List<TokenWork.Item> items = items();
        TokenCounts counts =
                switch (configuration.tokenStorage().tokenStore()) {
                    case FILES -> writeFiles(items, run, progress);
                    case PARQUET ->
                        new TokenShardMaker(configuration, factory, executor, maxClipsPerFile)
                                .writeMissing(items, run, progress);
                };
        run.checkProblemRatio(items.size());
        return counts.result(RunTokenizer.streams(configuration));
    }

    /**
     * Returns the usable clips of both subsets; if they must be decoded, in the order that the source reads fastest.
     */
    private List<TokenWork.Item> items() {
        if (configuration.storesSpectrograms()) {
            return items(ids -> ids);
        }
        try (AudioSource source = AudioSources.open(configuration)) {
            return items(source::sortForReading);
        } catch (IOException e) {
            throw new StageException(FileErrors.describe(e), e);
        }
    }

    private List<TokenWork.Item> items(UnaryOperator<List<String>> order) {
        return Arrays.stream(Split.values())
                .flatMap(subset -> order.apply(SpectrogramClips.ids(configuration, subset)).stream()
                        .map(id -> new TokenWork.Item(subset, id)))
                .toList();
    }

    private TokenCounts writeFiles(List<TokenWork.Item> items, StageRun<?> run, Progress progress) {
        if (run.adopted()) {
            new AdoptedTokensCheck(configuration, factory).check(items).ifPresent(progress::info);
        }
        try (Progress.Task task = progress.begin("Tokens", items.size(), "clips")) {
            return executor.reduce(
                    items,
                    new TokenWork(configuration, factory, run.adopted()),
                    TokenCounts.NONE,
                    task,
                    failed -> run.addProblem(failed.item().id(), failed.source(), failed.reason()));
        }
    }

    private static TokenReport report(TokenResult result, double seconds, StageRun<?> run) {
        List<TokenStatistics> otherStreams = result.furtherCounts() == null
                ? List.of()
                : Stream.of(result.furtherCounts()).map(TokenStatistics::of).toList();
        return new TokenReport(
                result.train(),
                result.validation(),
                TokenStatistics.of(result.counts()),
                otherStreams,
                seconds,
                run.problems());
    }
}
