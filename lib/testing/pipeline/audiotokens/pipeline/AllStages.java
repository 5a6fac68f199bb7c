package audiotokens.pipeline;

import audiotokens.AudioTokensException;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.headless.RunStages;
import audiotokens.pipeline.run.RunStage;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs all stages in order, in the test's process or in a separate one that a test can kill.
 *
 * <p>Arguments of the process: a configuration file and the name of the last stage to run. The process prints the name
 * of each finished stage; if a stage fails, it prints the message and exits with status 1.
 */
public final class AllStages {
    private AllStages() {}

    /** Runs all stages. */
    public static void run(Configuration configuration) {
        run(configuration, RunStage.EVALUATION);
    }

    /** Runs the stages up to {@code lastStage}. */
    public static void run(Configuration configuration, RunStage lastStage) {
        run(configuration, lastStage, stage -> {});
    }

    private static void run(Configuration configuration, RunStage lastStage, Consumer<RunStage> onFinished) {
        for (RunStage stage : RunStage.values()) {
            if (stage.compareTo(lastStage) <= 0) {
                RunStages.runStage(configuration, stage, Progress.silent());
                onFinished.accept(stage);
            }
        }
    }

    public static void main(String[] arguments) {
        Configuration configuration = Configuration.read(Path.of(arguments[0]), List.of());
        try {
            run(
                    configuration,
                    RunStage.of(arguments[1]).orElseThrow(),
                    stage -> System.out.println(stage.id()));
        } catch (AudioTokensException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }
}
