package audiotokens.pipeline.headless;

import audiotokens.AudioTokensException;
import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.RunStage;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.work.LineProgress;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs the stages of a configuration without notebooks; the main class of {@code ./run stages} and
 * {@code spark-submit}. Finished stages are skipped.
 *
 * <p>Arguments: a YAML file, {@code key=value} overrides, and {@code --until=STAGE} for the last stage, such as tokens.
 * Exit status 2 for an invalid argument, 1 if a stage fails.
 */
public final class RunStages {
    private static final String UNTIL_OPTION = "--until=";

    private RunStages() {}

    public static void main(String[] arguments) {
        try {
            List<String> overrides = new ArrayList<>();
            RunStage lastStage = RunStage.EVALUATION;
            for (String argument : Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length)) {
                if (argument.startsWith(UNTIL_OPTION)) {
                    lastStage = stage(argument.substring(UNTIL_OPTION.length()));
                } else {
                    overrides.add(argument);
                }
            }
            if (arguments.length == 0) {
                throw new ConfigurationException("usage", "CONFIG.yaml [key=value ...] [--until=STAGE]");
            }
            Configuration configuration =
                    Configuration.read(Path.of(arguments[0]), overrides).resolvedAgainst(Path.of(""));
            run(configuration, lastStage, LineProgress.forStandardOutput());
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
            exit(2);
        } catch (AudioTokensException e) {
            System.err.println(e.getMessage());
            exit(1);
        }
        exit(0);
    }

    private static RunStage stage(String id) {
        return RunStage.of(id)
                .orElseThrow(() -> new ConfigurationException(
                        UNTIL_OPTION + id,
                        "unknown stage; choose one of "
                                + Arrays.stream(RunStage.values())
                                        .map(RunStage::id)
                                        .collect(Collectors.joining(", "))));
    }

    private static void run(Configuration configuration, RunStage lastStage, Progress progress) {
        for (RunStage stage : RunStage.values()) {
            System.out.println(stage.id());
            runStage(configuration, stage, progress);
            if (stage == lastStage) {
                break;
            }
        }
        System.out.println("the results are in " + RunFolder.of(configuration).path());
    }

    /**
     * Runs one stage, unless it is finished. The stages before it must have finished.
     *
     * @throws AudioTokensException if the stage cannot run
     */
    public static void runStage(Configuration configuration, RunStage stage, Progress progress) {
        switch (stage) {
            case DATASET -> new DatasetSplitter(configuration).run(progress);
            case SPECTROGRAMS -> new SpectrogramGenerator(configuration).run(progress);
            case CLUSTERS -> new ClusterCreator(configuration).run(progress);
            case TOKENS -> new SpecTokenizer(configuration).run(progress);
            case TRAINING -> new ModelTrainer(configuration).run(progress);
            case EVALUATION -> new ModelEvaluator(configuration).run(progress);
        }
    }

    /** Exits explicitly, since threads of the model's engine would keep the process alive. */
    private static void exit(int status) {
        System.exit(status);
    }
}
