package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import java.util.Optional;
import java.util.ServiceLoader;

/** Makes the executors of an engine that is a module of its own, found as a service; the pipeline does not depend on it. */
public interface ExecutorProvider {
    /**
     * An executor for the run.
     *
     * @throws StageException where the engine cannot be reached
     */
    Executor executor(Configuration configuration);

    /**
     * Apache Spark: on the class path, or in the jars that {@code ./run} names where {@code engine=spark}.
     *
     * @throws StageException where it is in neither
     */
    static ExecutorProvider ofSpark() {
        return ServiceLoader.load(ExecutorProvider.class, ExecutorProvider.class.getClassLoader())
                .findFirst()
                .or(() -> SparkJars.loader().flatMap(ExecutorProvider::in))
                .orElseThrow(() -> new StageException("engine: Spark's jars are not on the class path; ./run"
                        + " fetches them where engine=spark is among its keys or in its YAML file, spark-submit has"
                        + " its own"));
    }

    private static Optional<ExecutorProvider> in(ClassLoader jars) {
        return ServiceLoader.load(ExecutorProvider.class, jars).findFirst();
    }
}
