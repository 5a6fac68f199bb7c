package audiotokens.pipeline.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationKeysTest {
    @Test
    void theReadmeHoldsTheTableOfAllKeys() throws IOException {
        assertTrue(
                Files.readString(Path.of("../../README.md")).contains(ConfigurationKeys.table()),
                "README.md is behind the keys; put the output of ./run keys into it");
    }
}
