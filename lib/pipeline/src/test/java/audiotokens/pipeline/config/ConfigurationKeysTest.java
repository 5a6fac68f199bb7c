package audiotokens.pipeline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationKeysTest {
    @Test
    void thePageOfAllKeysIsCurrent() throws IOException {
        assertEquals(
                ConfigurationKeys.page(),
                Files.readString(Path.of("../../notebooks/configs/KEYS.md")),
                "the page is outdated; run ./run keys --markdown");
    }

    @Test
    void everyTableRowHasFiveCells() {
        List<String> rows = ConfigurationKeys.table().lines().toList();
        assertEquals(OptionRecords.keys().size() + 2, rows.size());
        for (String row : rows) {
            // a cell may contain escaped separators
            String[] parts = row.split("(?<!\\\\)\\|", -1);
            assertEquals(5, parts.length - 2, row);
            assertEquals("", parts[0] + parts[6], row);
        }
    }
}
