package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSettingsTest {
    private static final String DEFAULT_OPTIONS = "spark.executor.defaultJavaOptions";

    @Test
    void executorsUseTheParallelCollector() {
        SparkConf settings = new SparkConf(false).set("spark.executor.extraJavaOptions", "-XX:ParallelGCThreads=2");

        SparkSettings.selectGarbageCollector(settings);

        assertEquals("-XX:+UseParallelGC", settings.get(DEFAULT_OPTIONS));
    }

    @Test
    void executorsUseTheGarbageCollectorThatTheUserSelected() {
        SparkConf settings = new SparkConf(false).set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC");

        SparkSettings.selectGarbageCollector(settings);

        assertFalse(settings.contains(DEFAULT_OPTIONS));
    }
}
