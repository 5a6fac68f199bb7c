package audiotokens.pipeline.headless;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.RunStage;
import audiotokens.work.Progress;
import java.util.Map;

/**
 * Runs the stages of a run on one thread of a worker. Finished stages are skipped. The run's folder must have the same
 * path on all workers.
 *
 * @param lastStage the last stage to run
 */
public record RunWork(RunStage lastStage) implements ItemWork<Configuration, RunStage> {
    @Override
    public boolean isLarge() {
        return true;
    }

    @Override
    public WorkerFactory<Configuration, RunStage> open() {
        return () -> configuration -> {
            Configuration workerConfiguration = configuration.with(Map.of("engine", "local", "threads", "1"));
            for (RunStage stage : RunStage.values()) {
                if (stage.compareTo(lastStage) <= 0) {
                    RunStages.runStage(workerConfiguration, stage, Progress.silent());
                }
            }
            return lastStage;
        };
    }
}
