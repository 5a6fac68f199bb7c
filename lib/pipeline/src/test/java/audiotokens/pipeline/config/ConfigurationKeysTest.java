package audiotokens.pipeline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationKeysTest {
    @Test
    void thePageOfAllKeysIsCurrent() throws IOException {
        assertEquals(
                ConfigurationKeys.page(),
                Files.readString(Path.of("../../notebooks/configs/KEYS.md")),
                "the page is outdated; run ./run keys --markdown");
    }
}
