package audiotokens.pipeline.tokens;

import audiotokens.pipeline.clusters.RunTokenizer;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageRun;
import audiotokens.token.TokenFiles;
import audiotokens.token.TokenStatistics;
import audiotokens.token.TokenizerFactory;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stage 4: writes each clip's tokens to {@code tokenized_audio/SPLIT/ID.npy}, or where {@link TokenFiles} says for several
 * streams. A clip whose files are there already is done.
 */
public final class SpecTokenizer {
    private final Configuration configuration;
    private final Executor executor;
    private final TokenizerFactory factory;
    private final RunFolder folder;

    public SpecTokenizer(Configuration configuration) {
        this(configuration, Executor.of(configuration));
    }

    /** @param executor tokenizes the clips */
    public SpecTokenizer(Configuration configuration, Executor executor) {
        this(configuration, executor, RunTokenizer.factory(configuration));
    }

    /** @param factory that the stage 'clusters' was given, whatever {@code tokenizerType} says */
    public SpecTokenizer(Configuration configuration, TokenizerFactory factory) {
        this(configuration, Executor.of(configuration), factory);
    }

    /**
     * @param executor tokenizes the clips
     * @param factory that the stage 'clusters' was given; serializable where the executor works in other processes
     */
    public SpecTokenizer(Configuration configuration, Executor executor, TokenizerFactory factory) {
        this.configuration = configuration;
        this.executor = executor;
        this.factory = factory;
        this.folder = RunFolder.of(configuration);
    }

    /**
     * Makes the tokens that are missing.
     *
     * @throws audiotokens.pipeline.run.StageException where the tokenizer is missing, or more than maxProblemRatio of the
     *     clips fail
     */
    public TokenReport run(Progress progress) {
        Stage<TokenResult> stage = Stage.of(
                RunStage.TOKENS,
                TokenResult.class,
                configuration,
                RunTokenizer.options(configuration, factory),
                List.of(RunTokenizer.mainFile(configuration, factory)));
        try (StageRun<TokenResult> run = StageRun.begin(configuration, stage, progress)) {
            run.sayAdopted(progress, "");
            if (run.alreadyFinished()) {
                run.sayFinished(progress);
                return report(run.result(), run.record().seconds(), run);
            }
            TokenResult result = tokenize(run, progress);
            return report(result, run.finish(result).seconds(), run);
        }
    }

    private TokenResult tokenize(StageRun<?> run, Progress progress) {
        SplitFile split = SplitFile.read(folder.split());
        List<TokenWork.Item> items = new ArrayList<>();
        for (Split half : Split.values()) {
            for (String id : split.ids(half)) {
                if (Files.exists(folder.spectrogram(half, id))) {
                    items.add(new TokenWork.Item(half, id));
                }
            }
        }
        if (run.adopted()) {
            new AdoptedTokens(configuration, factory).check(items).ifPresent(progress::say);
        }
        TokenCounts counts;
        try (Progress.Task task = progress.begin("Tokens", items.size(), "clips")) {
            counts = executor.reduce(
                    items,
                    new TokenWork(configuration, factory, run.adopted()),
                    TokenCounts.NONE,
                    task,
                    failed -> run.problem(failed.item().id(), failed.source(), failed.reason()));
        }
        run.checkProblemRatio(items.size());
        return counts.result(RunTokenizer.streams(configuration));
    }

    private static TokenReport report(TokenResult result, double seconds, StageRun<?> run) {
        List<TokenStatistics> further = result.furtherCounts() == null
                ? List.of()
                : Stream.of(result.furtherCounts()).map(TokenStatistics::of).toList();
        return new TokenReport(
                result.train(),
                result.validation(),
                TokenStatistics.of(result.counts()),
                further,
                seconds,
                run.problems());
    }
}
