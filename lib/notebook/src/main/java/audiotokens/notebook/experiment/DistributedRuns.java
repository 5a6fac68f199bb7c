package audiotokens.notebook.experiment;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.Engine;
import audiotokens.pipeline.headless.RunWork;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.RunStage;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs of an experiment that the workers of a cluster compute at the same time, each run on one core of a worker.
 *
 * <p>First, all workers compute the split and the spectrograms of a run together. Of several runs with the same tokens,
 * one is trained first, and the others then reuse its tokens.
 *
 * @param executor executor of the runs
 */
record DistributedRuns(Executor executor) {

    /** Returns the means to distribute an experiment with {@code engine=spark}; empty with {@code engine=local}. */
    static Optional<DistributedRuns> of(Configuration base) {
        return base.execution().engine() == Engine.SPARK
                ? Optional.of(new DistributedRuns(Executor.of(base)))
                : Optional.empty();
    }

    /**
     * Trains the runs that have not been trained yet.
     *
     * @param prepare called with each run before its training; reuses stages of earlier runs and computes spectrograms
     * @throws audiotokens.pipeline.run.StageException if a run fails
     */
    void train(List<Configuration> runs, Consumer<Configuration> prepare, Progress progress) {
        List<Configuration> pending = new ArrayList<>(runs);
        try (Progress.Task task = progress.begin("Training", runs.size(), "runs")) {
            while (!pending.isEmpty()) {
                List<Configuration> batch = runsWithDistinctTokens(pending);
                pending.removeAll(batch);
                batch.forEach(prepare);
                executor.forEach(batch, new RunWork(RunStage.TRAINING), task, result -> {});
            }
        }
    }

    private static List<Configuration> runsWithDistinctTokens(List<Configuration> runs) {
        List<Configuration> selected = new ArrayList<>();
        for (Configuration run : runs) {
            if (selected.stream().noneMatch(other -> haveSameTokens(run, other))) {
                selected.add(run);
            }
        }
        return selected;
    }

    private static boolean haveSameTokens(Configuration one, Configuration other) {
        return one.run().seed() == other.run().seed()
                && one.dataset().equals(other.dataset())
                && one.spectrogram().equals(other.spectrogram())
                && one.cluster().equals(other.cluster())
                && one.tokenizer().equals(other.tokenizer());
    }
}
