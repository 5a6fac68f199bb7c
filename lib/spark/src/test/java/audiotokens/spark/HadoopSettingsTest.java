package audiotokens.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import audiotokens.pipeline.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings of Hadoop's clients. */
class HadoopSettingsTest {
    private static org.apache.hadoop.conf.Configuration settings(Map<String, String> keys) {
        return HadoopSettings.of(Configuration.of(keys));
    }

    @Test
    void defaultsOfHadoopApplyInThreadsThatDoNotSeeItsJars() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertEquals(
                    "org.apache.hadoop.fs.s3a.S3AFileSystem", settings(Map.of()).get("fs.s3a.impl"));
        } finally {
            thread.setContextClassLoader(before);
        }
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
