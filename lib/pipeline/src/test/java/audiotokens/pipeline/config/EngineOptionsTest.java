package audiotokens.pipeline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks valid and invalid Spark masters and settings. */
class EngineOptionsTest {
    @Test
    void sparkSettingsAreKeysAndSurviveARoundTripThroughYaml(@TempDir Path folder) throws IOException {
        Path yaml = Files.writeString(
                folder.resolve("run.yaml"), "engine: spark\nspark.executor.memory: 2g\nsparkConf: spark.ui.port=0\n");
        Configuration configuration =
                Configuration.read(yaml, List.of("spark.jars.packages=a:b:1,c:d:2", "spark.executor.memory=4g"));

        assertEquals(
                Map.of(
                        "spark.ui.port", "0",
                        "spark.executor.memory", "4g",
                        "spark.jars.packages", "a:b:1,c:d:2"),
                configuration.execution().sparkSettings());
        Path written = Files.writeString(folder.resolve("written.yaml"), configuration.toYaml());
        assertEquals(configuration, Configuration.read(written, List.of()));
        assertEquals(configuration, configuration.with(Map.of()));
    }

    @Test
    void aLaterSparkSettingOverridesAnEarlierOne() {
        Configuration written = Configuration.of(Map.of("spark.executor.memory", "2g"));

        assertEquals(
                Map.of("spark.executor.memory", "4g"),
                written.with(Map.of("spark.executor.memory", "4g")).execution().sparkSettings());
    }

    @Test
    void sparkSecretsAreMaskedInPublishedConfigurations() {
        Configuration configuration = Configuration.of(Map.of(
                "spark.executor.memory", "2g",
                "spark.jars", "/opt/tokens.jar",
                "spark.hadoop.fs.s3a.secret.key", "hidden=1",
                "spark.hadoop.fs.s3a.access.key", "hidden2",
                "spark.ssl.keyPassword", "hidden3,hidden4",
                "spark.kubernetes.authenticate.oauthToken", "hidden5",
                "spark.executor.extraJavaOptions", "-Xss4m -Dstore.password=hidden6"));

        Map<String, Object> published = configuration.toPublishedMap();
        assertEquals(
                List.of(
                        "spark.executor.extraJavaOptions=***",
                        "spark.executor.memory=2g",
                        "spark.hadoop.fs.s3a.access.key=***",
                        "spark.hadoop.fs.s3a.secret.key=***",
                        "spark.jars=/opt/tokens.jar",
                        "spark.kubernetes.authenticate.oauthToken=***",
                        "spark.ssl.keyPassword=***"),
                ((List<?>) published.get("sparkConf"))
                        .stream().map(String::valueOf).sorted().toList());
        assertEquals(configuration.toMap().keySet(), published.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local",
                "local[*]",
                "local[2]",
                "local[2,4]",
                "spark://host:7077",
                "spark://one:7077,two:7077",
                "yarn",
                "k8s://https://host:6443"
            })
    void validMasterIsAccepted(String master) {
        assertEquals(
                master,
                Configuration.of(Map.of("sparkMaster", master)).execution().sparkMaster());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark://host", "host:7077", "local[two]", "mesos://host:5050", ""})
    void invalidMasterIsRejected(String master) {
        ConfigurationException exception =
                assertThrows(ConfigurationException.class, () -> Configuration.of(Map.of("sparkMaster", master)));

        assertEquals("sparkMaster", exception.key());
    }

    @Test
    void sparkSettingWithADedicatedKeyOrWithoutValueIsRejected() {
        assertEquals(
                "spark.master: is set by the key sparkMaster",
                assertThrows(ConfigurationException.class, () -> Configuration.of(Map.of("spark.master", "local[2]")))
                        .getMessage());
        assertThrows(ConfigurationException.class, () -> Configuration.of(Map.of("sparkConf", "spark.ui.enabled")));
        assertThrows(ConfigurationException.class, () -> Configuration.of(Map.of("sparkConf", "executor.memory=2g")));
    }
}
