package elsewhere;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.training.ModelTrainer;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.List;

/** Trains; as a process of its own, a test can kill it. Argument: the configuration file. */
public final class OwnTraining {
    private OwnTraining() {}

    public static void main(String[] arguments) {
        new ModelTrainer(Configuration.read(Path.of(arguments[0]), List.of())).run(Progress.silent());
    }
}
