package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The settings of a run's Spark application: those of the configuration and of spark-submit, and those that the stages
 * require.
 */
final class SparkSettings {
    private static final String MASTER = "spark.master";
    private static final Pattern GARBAGE_COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC\\b");
    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

    /** AWS's environment variables with credentials, which Spark itself applies on the driver only. */
    private static final Map<String, String> S3_CREDENTIALS = Map.of(
            "AWS_ACCESS_KEY_ID", "spark.hadoop.fs.s3a.access.key",
            "AWS_SECRET_ACCESS_KEY", "spark.hadoop.fs.s3a.secret.key",
            "AWS_SESSION_TOKEN", "spark.hadoop.fs.s3a.session.token");

    private static final Map<String, String> S3_ENDPOINT = Map.of("AWS_ENDPOINT_URL", "spark.hadoop.fs.s3a.endpoint");

    private SparkSettings() {}

    static SparkConf of(Configuration configuration) {
        SparkConf settings = new SparkConf(); // includes the settings of spark-submit, if it started this process
        settings.setIfMissing(MASTER, configuration.execution().sparkMaster());
        settings.setAppName("audio tokens "
                + configuration.run().outputPath().toAbsolutePath().getFileName());
        configuration.execution().sparkSettings().forEach(settings::set);
        setFromEnvironment(settings, S3_CREDENTIALS, System.getenv());
        setFromEnvironment(settings, S3_ENDPOINT, System.getenv());
        settings.setIfMissing("spark.executorEnv.DJL_OFFLINE", "true");
        settings.setIfMissing("spark.executorEnv.OPT_OUT_TRACKING", "true");
        if (settings.get(MASTER).startsWith("local")) {
            settings.setIfMissing("spark.ui.enabled", "false");
        } else {
            // The pipeline's libraries take precedence over Spark's older versions of them.
            settings.setIfMissing("spark.executor.userClassPathFirst", "true");
            selectGarbageCollector(settings);
            shippedJars().ifPresent(jars -> settings.setIfMissing("spark.jars", jars));
        }
        return settings;
    }

    /**
     * Selects the parallel collector for executors, unless their options select another. A clip's samples are a large
     * array, and G1 would start marking the whole heap after every few such arrays.
     */
    static void selectGarbageCollector(SparkConf settings) {
        if (!GARBAGE_COLLECTOR.matcher(settings.get(EXECUTOR_OPTIONS, "")).find()) {
            settings.setIfMissing("spark.executor.defaultJavaOptions", "-XX:+UseParallelGC");
        }
    }

    /**
     * Sets settings from environment variables, unless one of the settings exists: a session token from the environment
     * must not be combined with an access key from the configuration.
     */
    static void setFromEnvironment(SparkConf settings, Map<String, String> names, Map<String, String> environment) {
        if (names.values().stream().noneMatch(settings::contains)) {
            names.forEach((variable, name) -> {
                String value = environment.get(variable);
                if (value != null) {
                    settings.set(name, value);
                }
            });
        }
    }

    /** Returns the jars built by ./run, which executors download from the driver; spark-submit distributes its own. */
    private static Optional<String> shippedJars() {
        return Optional.ofNullable(System.getenv("AUDIO_TOKENS_SPARK")).map(folder -> {
            Path target = Path.of(folder).toAbsolutePath();
            Path shipped = target.resolve("shipped.txt");
            try {
                return target.resolve("audio-tokens-spark.jar") + ","
                        + Files.readString(shipped).strip().replace(File.pathSeparatorChar, ',');
            } catch (IOException e) {
                throw new StageException("engine: " + shipped + " cannot be read; ./run writes it for engine=spark", e);
            }
        });
    }
}
