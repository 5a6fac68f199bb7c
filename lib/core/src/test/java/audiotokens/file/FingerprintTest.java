package audiotokens.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path folder;

    @Test
    void isTheSha256OfTheZeroTerminatedTexts() {
        // printf 'abc\0' | sha256sum
        assertEquals("dc1114cd074914bd872cc1f9a23ec910ea2203bc79779ab2e17da25782a624fc", of("abc"));
    }

    @Test
    void dependsOnTheBoundariesBetweenTexts() {
        assertNotEquals(of("ab", "c"), of("a", "bc"));
    }

    @Test
    void usesTheContentOfFilesAndTheFileNamesAndSizesOfFolders() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "1");
        String ofFile = of(file);
        String ofFolder = of(folder);
        Files.writeString(file, "2");
        assertNotEquals(ofFile, of(file));
        assertEquals(ofFolder, of(folder));
        Files.writeString(file, "22");
        assertNotEquals(ofFolder, of(folder));
    }

    private static String of(String... texts) {
        Fingerprint fingerprint = new Fingerprint();
        List.of(texts).forEach(fingerprint::add);
        return fingerprint.hex();
    }

    private static String of(Path path) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.addFiles(List.of(path));
        return fingerprint.hex();
    }
}
