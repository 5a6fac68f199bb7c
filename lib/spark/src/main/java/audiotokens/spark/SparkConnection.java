package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark application of this process. All stages share it; it ends with the process, or when its settings change. */
final class SparkConnection {
    /** Spark reports each of its steps; a logger that nobody holds loses its level. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "org.apache.spark", "org.apache.hadoop", "org.sparkproject", "io.netty")
            .map(Logger::getLogger)
            .toList();

    private static SparkConf settings;
    private static JavaSparkContext context;

    private SparkConnection() {}

    /** @throws StageException where nobody answers at the master */
    static synchronized JavaSparkContext of(Configuration configuration) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
        SparkConf wanted = SparkSettings.of(configuration);
        if (context != null
                && !context.sc().isStopped()
                && wanted.toDebugString().equals(settings.toDebugString())) {
            return context;
        }
        close();
        new MasterAddress(wanted.get("spark.master")).checkAnswers();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Spark's threads take over the loader that knows Spark's jars.
        thread.setContextClassLoader(SparkConnection.class.getClassLoader());
        try {
            context = new JavaSparkContext(wanted.clone());
            settings = wanted;
            return context;
        } catch (RuntimeException e) {
            throw new StageException(
                    "sparkMaster: no application could be started at " + wanted.get("spark.master") + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Ends the application, where there is one. */
    static synchronized void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
