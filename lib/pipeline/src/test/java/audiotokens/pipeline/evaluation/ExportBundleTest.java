package audiotokens.pipeline.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.pipeline.inference.BundleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportBundleTest {
    @TempDir
    private Path folder;

    @Test
    void anExportIsAZipFileWithOneFolderOfTheSameName() throws IOException {
        Path model = Files.createDirectories(folder.resolve("run/model/tokenizer"));
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        Files.writeString(folder.resolve("run/model/bundle.json"), "{}");
        Path zip = folder.resolve("birds.zip");
        ExportBundle.writeZip(new BundleFolder(folder.resolve("run/model")), zip);
        try (ZipFile packed = new ZipFile(zip.toFile())) {
            assertEquals(
                    List.of("birds/bundle.json", "birds/tokenizer/tokenizer.json"),
                    packed.stream().map(ZipEntry::getName).collect(Collectors.toList()));
        }
    }

    @Test
    void aFolderThatIsNotARunIsRejectedWithAOneLineMessage() {
        AudioTokensException exception = assertThrows(AudioTokensException.class, () -> ExportBundle.export(folder));
        assertEquals(1, exception.getMessage().lines().count());
        assertTrue(exception.getMessage().contains("is not a run's folder"), exception.getMessage());
    }
}
