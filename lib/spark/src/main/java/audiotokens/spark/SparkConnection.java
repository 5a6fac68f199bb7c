package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** The Spark application of this process. All stages share it; it ends with the process or when its settings change. */
final class SparkConnection {
    /** Strong references: loggers that are garbage-collected lose their level, and Spark logs every step. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "org.apache.spark", "org.apache.hadoop", "org.sparkproject", "io.netty")
            .map(Logger::getLogger)
            .toList();

    private static final int MAX_WAIT_SECONDS = 5;

    private static @Nullable SparkConf settings;
    private static @Nullable JavaSparkContext context;

    private SparkConnection() {}

    /** @throws StageException if the master does not respond */
    static synchronized JavaSparkContext of(Configuration configuration) {
        LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
        SparkConf requested = SparkSettings.of(configuration);
        if (context != null
                && settings != null
                && !context.sc().isStopped()
                && requested.toDebugString().equals(settings.toDebugString())) {
            return context;
        }
        close();
        new MasterAddress(requested.get("spark.master")).checkReachable();
        // Spark's threads inherit this class loader.
        try (ClassLoaderScope scope = ClassLoaderScope.enter()) {
            context = new JavaSparkContext(requested.clone());
            settings = requested;
            return context;
        } catch (RuntimeException e) {
            throw new StageException(
                    "sparkMaster: no application could be started at " + requested.get("spark.master") + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /**
     * Waits until an executor has registered, for at most {@value #MAX_WAIT_SECONDS} seconds. Until then, Spark does not
     * know how many cores there are, and no task can start.
     */
    static void awaitExecutor(JavaSparkContext spark) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        while (!hasExecutor(spark)
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Returns whether an executor has registered; the driver's own entry does not count unless the master is local. */
    static boolean hasExecutor(JavaSparkContext spark) {
        return spark.isLocal() || spark.statusTracker().getExecutorInfos().length > 1;
    }

    /** Stops the application, if there is one. */
    static synchronized void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
