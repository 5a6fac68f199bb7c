package audiotokens.notebook.experiment;

import audiotokens.model.ModelFactory;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.run.StageException;
import audiotokens.pipeline.run.StageRecord;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.token.TokenizerFactory;
import audiotokens.training.TrainingReport;
import audiotokens.work.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Runs the stages of one configuration in order; finished stages are read from disk.
 *
 * @param configuration configuration of the run
 * @param tokenizer tokenizer factory used instead of the configured one; empty to use the configured one
 * @param model model factory used instead of the configured one; empty to use the configured one
 * @param spectrogramSource a run with identical spectrograms, which are reused; empty if there is none
 */
public record Pipeline(
        Configuration configuration,
        Optional<TokenizerFactory> tokenizer,
        Optional<ModelFactory> model,
        Optional<RunFolder> spectrogramSource) {

    /** Creates a pipeline of the stages as configured. */
    public Pipeline(Configuration configuration) {
        this(configuration, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the pipeline with a custom tokenizer. */
    public Pipeline with(TokenizerFactory custom) {
        return new Pipeline(configuration, Optional.of(custom), model, spectrogramSource);
    }

    /** Returns the pipeline with a custom model. */
    public Pipeline with(ModelFactory custom) {
        return new Pipeline(configuration, tokenizer, Optional.of(custom), spectrogramSource);
    }

    /** Runs the stages from dataset to training; returns a result named {@code name}. */
    public SweepResult run(String name, Progress progress) {
        int nDistinctTokens = tokenize(progress);
        TrainingReport training = trainOnTokens(progress);
        double seconds = seconds(List.of(RunStage.values()));
        return new SweepResult(name, training.best().validationMap(), seconds, nDistinctTokens);
    }

    /** Runs the dataset and spectrograms stages. */
    void computeSpectrograms(Progress progress) {
        Progress quietProgress = withoutMessages(progress);
        new DatasetSplitter(configuration).run(quietProgress);
        SpectrogramGenerator spectrograms = new SpectrogramGenerator(configuration);
        spectrogramSource.map(spectrograms::reusing).orElse(spectrograms).run(quietProgress);
    }

    /** Runs the stages from dataset to tokens; returns the number of distinct tokens in the training clips. */
    public int tokenize(Progress progress) {
        computeSpectrograms(progress);
        Progress quietProgress = withoutMessages(progress);
        tokenizer
                .map(custom -> new ClusterCreator(configuration, custom))
                .orElseGet(() -> new ClusterCreator(configuration))
                .run(quietProgress);
        return tokenizer
                .map(custom -> new SpecTokenizer(configuration, custom))
                .orElseGet(() -> new SpecTokenizer(configuration))
                .run(quietProgress)
                .statistics()
                .nUnique();
    }

    /** Runs the stages from dataset to training. */
    public TrainingReport train(Progress progress) {
        tokenize(progress);
        return trainOnTokens(progress);
    }

    /** Trains on the tokens, which must exist. */
    TrainingReport trainOnTokens(Progress progress) {
        return model.map(custom -> new ModelTrainer(configuration, custom))
                .orElseGet(() -> new ModelTrainer(configuration))
                .run(withoutMessages(progress));
    }

    /** Drops messages except warnings: in a comparison, hundreds of stages would report that they are up to date. */
    private static Progress withoutMessages(Progress progress) {
        return new ProgressWithoutMessages(progress);
    }

    private record ProgressWithoutMessages(Progress progress) implements Progress {
        @Override
        public Task begin(String name, long total, String unit) {
            return progress.begin(name, total, unit);
        }

        @Override
        public void warn(String message) {
            progress.warn(message);
        }
    }

    /** Returns the computing time of {@code stages} in seconds; 0 for a stage that has not run. */
    double seconds(List<RunStage> stages) {
        double seconds = 0;
        try {
            for (RunStage stage : stages) {
                seconds += StageRecord.read(RunFolder.of(configuration), stage)
                        .map(StageRecord::seconds)
                        .orElse(0.0);
            }
        } catch (IOException e) {
            throw new StageException("the record of a stage cannot be read: " + e.getMessage(), e);
        }
        return seconds;
    }
}
