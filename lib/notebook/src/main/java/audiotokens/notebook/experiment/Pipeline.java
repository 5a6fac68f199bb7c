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
 * The stages of one configuration, one after the other; those that have finished before are read back.
 *
 * @param configuration of the run
 * @param tokenizer in place of the configuration's; empty for that
 * @param model in place of the configuration's; empty for that
 * @param other a run with the same spectrograms of the same clips, which are taken from there
 */
public record Pipeline(
        Configuration configuration,
        Optional<TokenizerFactory> tokenizer,
        Optional<ModelFactory> model,
        Optional<RunFolder> other) {

    /** The stages as the configuration has them. */
    public Pipeline(Configuration configuration) {
        this(configuration, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same run with a tokenizer of one's own. */
    public Pipeline with(TokenizerFactory own) {
        return new Pipeline(configuration, Optional.of(own), model, other);
    }

    /** The same run with a model of one's own. */
    public Pipeline with(ModelFactory own) {
        return new Pipeline(configuration, tokenizer, Optional.of(own), other);
    }

    /** The stages from dataset to training, and what came of them under the name {@code name}. */
    public SweepResult result(String name, Progress progress) {
        int tokens = tokenize(progress);
        TrainingReport training = trainOnTokens(progress);
        return new SweepResult(name, training.best().validationMap(), seconds(List.of(RunStage.values())), tokens);
    }

    /** The stages from dataset to tokens; gives the number of different tokens in the training clips. */
    public int tokenize(Progress progress) {
        Progress bars = barsOf(progress);
        new DatasetSplitter(configuration).run(bars);
        SpectrogramGenerator spectrograms = new SpectrogramGenerator(configuration);
        other.map(spectrograms::reusing).orElse(spectrograms).run(bars);
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

    /** The stages from dataset to training. */
    public TrainingReport train(Progress progress) {
        tokenize(progress);
        return trainOnTokens(progress);
    }

    /** The training alone, once the stages before it have run. */
    TrainingReport trainOnTokens(Progress progress) {
        return model.map(own -> new ModelTrainer(configuration, own))
                .orElseGet(() -> new ModelTrainer(configuration))
                .run(barsOf(progress));
    }

    /** Bars alone: a comparison of many runs reads back hundreds of stages, each of which would say so. */
    private static Progress barsOf(Progress progress) {
        return new Bars(progress);
    }

    private record Bars(Progress progress) implements Progress {
        @Override
        public Task begin(String name, long total, String unit) {
            return progress.begin(name, total, unit);
        }

        @Override
        public void warn(String sentence) {
            progress.warn(sentence);
        }
    }

    /** Seconds that {@code stages} took when they were computed; one that has not run took none. */
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
