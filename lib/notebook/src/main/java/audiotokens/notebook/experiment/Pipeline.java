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
 * @param tokenizer tokenizer factory used instead of the configured one; empty for the latter
 * @param model model factory used instead of the configured one; empty for the latter
 * @param other a run with the same spectrograms, which are reused
 */
public record Pipeline(
        Configuration configuration,
        Optional<TokenizerFactory> tokenizer,
        Optional<ModelFactory> model,
        Optional<RunFolder> other) {

    /** The stages as configured. */
    public Pipeline(Configuration configuration) {
        this(configuration, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the pipeline with a custom tokenizer. */
    public Pipeline with(TokenizerFactory own) {
        return new Pipeline(configuration, Optional.of(own), model, other);
    }

    /** Returns the pipeline with a custom model. */
    public Pipeline with(ModelFactory own) {
        return new Pipeline(configuration, tokenizer, Optional.of(own), other);
    }

    /** Runs the stages from dataset to training and returns their result as {@code name}. */
    public SweepResult result(String name, Progress progress) {
        int tokens = tokenize(progress);
        TrainingReport training = trainOnTokens(progress);
        return new SweepResult(name, training.best().validationMap(), seconds(List.of(RunStage.values())), tokens);
    }

    /** Runs the stages dataset and spectrograms. */
    void transform(Progress progress) {
        Progress bars = barsOf(progress);
        new DatasetSplitter(configuration).run(bars);
        SpectrogramGenerator spectrograms = new SpectrogramGenerator(configuration);
        other.map(spectrograms::reusing).orElse(spectrograms).run(bars);
    }

    /** Runs the stages from dataset to tokens; returns the number of distinct tokens in the training clips. */
    public int tokenize(Progress progress) {
        transform(progress);
        Progress bars = barsOf(progress);
        tokenizer
                .map(own -> new ClusterCreator(configuration, own))
                .orElseGet(() -> new ClusterCreator(configuration))
                .run(bars);
        return tokenizer
                .map(own -> new SpecTokenizer(configuration, own))
                .orElseGet(() -> new SpecTokenizer(configuration))
                .run(bars)
                .statistics()
                .unique();
    }

    /** Runs the stages from dataset to training. */
    public TrainingReport train(Progress progress) {
        tokenize(progress);
        return trainOnTokens(progress);
    }

    /** Runs the training, after the stages before it. */
    TrainingReport trainOnTokens(Progress progress) {
        return model.map(own -> new ModelTrainer(configuration, own))
                .orElseGet(() -> new ModelTrainer(configuration))
                .run(barsOf(progress));
    }

    /**
     * Progress without messages: in a comparison of many runs, hundreds of stages would report that they are up to
     * date.
     */
    private static Progress barsOf(Progress progress) {
        return new Bars(progress);
    }

    private record Bars(Progress progress) implements Progress {
        @Override
        public Task begin(String name, long total, String unit) {
            return progress.begin(name, total, unit);
        }

        @Override
        public void warn(String message) {
            progress.warn(message);
        }
    }

    /** Computing time of {@code stages} in seconds; 0 for a stage that has not run. */
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
