package elsewhere;

import audiotokens.pipeline.clusters.ClusterCreator;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.DatasetSplitter;
import audiotokens.pipeline.spectrograms.SpectrogramGenerator;
import audiotokens.pipeline.tokens.SpecTokenizer;
import audiotokens.pipeline.tokens.TokenReport;
import audiotokens.work.Progress;
import java.nio.file.Path;
import java.util.List;

/** Runs the stages up to the tokens, in a separate process that a test can kill. Argument: the configuration file. */
public final class RunToTokens {
    private RunToTokens() {}

    public static void main(String[] arguments) {
        run(Configuration.read(Path.of(arguments[0]), List.of()));
    }

    static TokenReport run(Configuration configuration) {
        Progress progress = Progress.silent();
        new DatasetSplitter(configuration).run(progress);
        new SpectrogramGenerator(configuration).run(progress);
        new ClusterCreator(configuration).run(progress);
        return new SpecTokenizer(configuration).run(progress);
    }
}
