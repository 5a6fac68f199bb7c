package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.util.ServiceLoader;

/**
 * Creates the executors of an engine that lives in a separate module. Found with {@link ServiceLoader}, so the pipeline
 * does not depend on the engine.
 */
public interface ExecutorProvider {
    /**
     * Creates the executor of a run.
     *
     * @throws StageException if the engine cannot be reached
     */
    Executor executor(Configuration configuration);

    /**
     * Returns the provider for Apache Spark, from the class path or from the jars that {@code ./run} supplies with
     * {@code engine=spark}.
     *
     * @throws StageException if neither contains it
     */
    static ExecutorProvider forSpark() {
        return SparkClassLoader.service(ExecutorProvider.class)
                .orElseThrow(() -> new StageException("engine: Spark's jars are not on the class path; ./run"
                        + " fetches them if engine=spark is one of its arguments or is set in the YAML file;"
                        + " spark-submit provides its own"));
    }
}
