package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import audiotokens.pipeline.config.Configuration;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Settings of Hadoop's clients. */
class HadoopSettingsTest {
    private static org.apache.hadoop.conf.Configuration settings(Map<String, String> runSettings) {
        return HadoopSettings.of(Configuration.of(runSettings));
    }

    @Test
    void defaultsOfHadoopApplyInThreadsThatDoNotSeeItsJars() {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertEquals(
                    "org.apache.hadoop.fs.s3a.S3AFileSystem", settings(Map.of()).get("fs.s3a.impl"));
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    @Test
    void aSessionTokenOfTheEnvironmentIsNotCombinedWithAConfiguredAccessKey() {
        Map<String, String> names = Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SESSION_TOKEN", "token");
        Map<String, String> environment = Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SESSION_TOKEN", "b");
        SparkConf unset = new SparkConf(false);
        SparkConf configured = new SparkConf(false).set("key", "c");

        SparkSettings.setFromEnvironment(unset, names, environment);
        SparkSettings.setFromEnvironment(configured, names, environment);

        assertEquals("a b", unset.get("key") + " " + unset.get("token"));
        assertEquals("c", configured.get("key"));
        assertFalse(configured.contains("token"));
    }

    @Test
    void anEndpointWithAnImpossiblePortIsRejected() {
        org.apache.hadoop.conf.Configuration settings =
                settings(Map.of("sparkConf", "spark.hadoop.fs.s3a.endpoint=http://host:90000"));

        IOException error =
                assertThrows(IOException.class, () -> S3Endpoint.of(new Path("s3a://bucket/clips"), settings));

        assertEquals("spark.hadoop.fs.s3a.endpoint: 'http://host:90000' is not a valid URI", error.getMessage());
    }

    @Test
    void readAheadOfS3IsShortUnlessTheUserSetsIt() {
        String name = "fs.s3a.readahead.range";

        assertEquals("4K", settings(Map.of()).get(name));
        assertEquals(
                "1M",
                settings(Map.of("sparkConf", "spark.hadoop." + name + "=1M")).get(name));
    }
}
