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
 * <p>Split and spectrograms of a run are computed first, by all workers. Runs with the same tokens follow the first of
 * them, whose tokens they share.
 *
 * @param executor executor of the runs
 */
record DistributedRuns(Executor executor) {

    /** The executor of an experiment with {@code engine=spark}; empty with {@code engine=local}. */
    static Optional<DistributedRuns> of(Configuration base) {
        return base.engine().engine() == Engine.SPARK
                ? Optional.of(new DistributedRuns(Executor.of(base)))
                : Optional.empty();
    }

    /**
     * Trains the runs that have not been trained yet.
     *
     * @param preparing shares the stages of earlier runs with a run and computes its spectrograms
     * @throws audiotokens.pipeline.run.StageException if a run fails
     */
    void train(List<Configuration> runs, Consumer<Configuration> preparing, Progress progress) {
        List<Configuration> waiting = new ArrayList<>(runs);
        try (Progress.Task task = progress.begin("Training", runs.size(), "runs")) {
            while (!waiting.isEmpty()) {
                List<Configuration> next = withDifferentTokens(waiting);
                waiting.removeAll(next);
                next.forEach(preparing);
                executor.forEach(next, new RunWork(RunStage.TRAINING), task, outcome -> {});
            }
        }
    }

    private static List<Configuration> withDifferentTokens(List<Configuration> runs) {
        List<Configuration> different = new ArrayList<>();
        for (Configuration run : runs) {
            if (different.stream().noneMatch(other -> haveSameTokens(run, other))) {
                different.add(run);
            }
        }
        return different;
    }

    private static boolean haveSameTokens(Configuration one, Configuration two) {
        return one.run().seed() == two.run().seed()
                && one.dataset().equals(two.dataset())
                && one.spectrogram().equals(two.spectrogram())
                && one.cluster().equals(two.cluster())
                && one.tokenizer().equals(two.tokenizer());
    }
}
