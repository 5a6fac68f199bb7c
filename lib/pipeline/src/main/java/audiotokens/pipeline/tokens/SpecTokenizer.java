package audiotokens.pipeline.tokens;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.SplitFile;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.Split;
import audiotokens.pipeline.run.Stage;
import audiotokens.pipeline.run.StageRun;
import audiotokens.token.TokenStatistics;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Stage 4: writes each clip's tokens to {@code tokenized_audio/SPLIT/ID.npy}. A clip whose file is there already is done.
 */
public final class SpecTokenizer {
    private final Configuration configuration;
    private final Executor executor;
    private final RunFolder folder;

    public SpecTokenizer(Configuration configuration) {
        this(configuration, Executor.of(configuration));
    }

    /** @param executor tokenizes the clips */
    public SpecTokenizer(Configuration configuration, Executor executor) {
        this.configuration = configuration;
        this.executor = executor;
        this.folder = RunFolder.of(configuration);
    }

    /**
     * Makes the tokens that are missing.
     *
     * @throws audiotokens.pipeline.run.StageException where the centroids are missing, or more than maxProblemRatio of the clips
     *     fail
     */
    public TokenReport run(Progress progress) {
        Stage<TokenResult> stage = Stage.of(
                RunStage.TOKENS,
                TokenResult.class,
                configuration,
                List.of(configuration.cluster()),
                List.of(folder.centroids()));
        try (StageRun<TokenResult> run = StageRun.begin(configuration, stage, progress)) {
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
        TokenCounts counts;
        try (Progress.Task task = progress.begin("Tokens", items.size(), "clips")) {
            counts = executor.reduce(
                    items,
                    new TokenWork(configuration),
                    TokenCounts.NONE,
                    task,
                    failed -> run.problem(failed.item().id(), failed.source(), failed.reason()));
        }
        run.checkProblemRatio(items.size());
        return counts.result(configuration.cluster().vocabSize());
    }

    private static TokenReport report(TokenResult result, double seconds, StageRun<?> run) {
        return new TokenReport(
                result.train(), result.validation(), TokenStatistics.of(result.counts()), seconds, run.problems());
    }
}
