package audiotokens.pipeline;

import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.evaluation.ModelEvaluator;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.work.Progress;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.AudioTokensException;

import java.nio.file.Path;
import java.util.List;

/**
 * Runs the stages one after the other in a process of its own, which a test can kill.
 *
 * <p>Arguments: a configuration file, and the name of the last stage. Prints each stage's name when it has ended; a
 * stage that cannot go on prints its message and ends the process with status 1.
 */
final class AllStages {
    private AllStages() {}

    public static void main(String[] arguments) {
        Configuration configuration = Configuration.read(Path.of(arguments[0]), List.of());
        Progress progress = Progress.silent();
        try {
            for (String stage : List.of("dataset", "spectrograms", "clusters", "tokens", "training", "evaluation")) {
                switch (stage) {
                    case "dataset" -> new DatasetSplitter(configuration).run(progress);
                    case "spectrograms" -> new SpectrogramGenerator(configuration).run(progress);
                    case "clusters" -> new ClusterCreator(configuration).run(progress);
                    case "tokens" -> new SpecTokenizer(configuration).run(progress);
                    case "training" -> new ModelTrainer(configuration).run(progress, epoch -> {});
                    default -> new ModelEvaluator(configuration).run(progress);
                }
                System.out.println(stage);
                if (stage.equals(arguments[1])) {
                    break;
                }
            }
        } catch (AudioTokensException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }
}
