package elsewhere;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.List;

/** Trains a model, in a separate process that a test can kill. Argument: the configuration file. */
public final class TrainProcess {
    private TrainProcess() {}

    public static void main(String[] arguments) {
        new ModelTrainer(Configuration.read(Path.of(arguments[0]), List.of())).run(Progress.silent());
    }
}
