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
    void theFingerprintIsTheSha256OfTheZeroTerminatedTexts() {
        // printf 'abc\0' | sha256sum
        assertEquals("dc1114cd074914bd872cc1f9a23ec910ea2203bc79779ab2e17da25782a624fc", fingerprint("abc"));
    }

    @Test
    void theFingerprintDependsOnTheBoundariesBetweenTexts() {
        assertNotEquals(fingerprint("ab", "c"), fingerprint("a", "bc"));
    }

    @Test
    void aFileIsIdentifiedByItsContentAndAFolderByFileNamesAndSizes() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "1");
        String fileFingerprint = fingerprint(file);
        String folderFingerprint = fingerprint(folder);
        Files.writeString(file, "2");
        assertNotEquals(fileFingerprint, fingerprint(file));
        assertEquals(folderFingerprint, fingerprint(folder));
        Files.writeString(file, "22");
        assertNotEquals(folderFingerprint, fingerprint(folder));
    }

    private static String fingerprint(String... texts) {
        Fingerprint fingerprint = new Fingerprint();
        List.of(texts).forEach(fingerprint::add);
        return fingerprint.hex();
    }

    private static String fingerprint(Path path) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.addFiles(List.of(path));
        return fingerprint.hex();
    }
}
