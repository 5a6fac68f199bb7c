package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ExecutorProvider;

/** The engine {@code spark}, as the pipeline finds it. */
public final class SparkEngine implements ExecutorProvider {
    @Override
    public Executor executor(Configuration configuration) {
        return new SparkExecutor(configuration);
    }
}
