package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.ExecutorProvider;

/** Provides the engine {@code spark} to the pipeline. */
public final class SparkEngine implements ExecutorProvider {
    @Override
    public Executor executor(Configuration configuration) {
        return new SparkExecutor(configuration);
    }
}
