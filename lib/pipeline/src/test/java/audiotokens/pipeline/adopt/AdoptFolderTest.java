package audiotokens.pipeline.adopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.AudioTokensException;
import audiotokens.file.NpyFile;
import audiotokens.file.SafetensorsFile;
import audiotokens.pipeline.StageStub;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptFolderTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path STATE_DICT = Path.of("../testing/resources/golden/state_dict.pth");

    @TempDir
    Path folder;

    private Path original;
    private Path run;

    /** Files as the original's stages write them: see its audio_tokens_config.py. */
    @BeforeEach
    void aFolderOfTheOriginal() throws IOException {
        original = folder.resolve("audio-tokens");
        run = folder.resolve("Läufe/adopted");
        Files.createDirectories(original.resolve("output"));
        Files.writeString(
                original.resolve("output/bal_train_data_split.json"),
                "{\"train\": [\"a\", \"b\"], \"validation\": [\"c\"]}");
        NpyFile.write(original.resolve("output/centroids.npy"), new float[20 * 8], 20, 8);
        for (String clip : List.of("train/a", "train/b", "validation/c")) {
            NpyFile.write(
                    original.resolve("spectrograms/" + clip + ".npy"), new float[] {0, 1, 0, 1, 0, 1, 0, 1}, 8, 1);
            NpyFile.write(original.resolve("tokenized_audio/" + clip + ".npy"), new long[] {3}, 1);
        }
        Files.copy(STATE_DICT, original.resolve("output/glad-wind-3-best_model.pth"));
        Path older = Files.copy(STATE_DICT, original.resolve("output/dry-sun-1-best_model.pth"));
        Files.setLastModifiedTime(older, FileTime.from(Instant.EPOCH));
        Files.writeString(
                original.resolve("audio_tokens_config.py"),
                """
                class AudioTokensConfig:
                    random_seed: int = 7
                    hop_length: int = 256  # samples
                    model_type: str = "simple"
                    split_file: str = "output/bal_train_data_split.json"
                    n_mels: int = 64
                """);
    }

    @Test
    void filesOfTheOriginalAreImportedWhereStagesAdoptThem() throws IOException {
        String said = adopt();
        assertEquals(
                Files.readString(original.resolve("output/bal_train_data_split.json")),
                Files.readString(run.resolve("split.json")));
        for (String file : List.of("spectrograms/train/a", "tokenized_audio/validation/c")) {
            assertArrayEquals(
                    Files.readAllBytes(original.resolve(file + ".npy")),
                    Files.readAllBytes(run.resolve(file + ".npy")));
        }
        assertArrayEquals(new int[] {20, 8}, NpyFile.readShape(run.resolve("centroids.npy"), 2));
        assertArrayEquals(
                new float[] {6, 7},
                SafetensorsFile.read(run.resolve("training/best.safetensors"))
                        .tensors()
                        .get("fc.bias")
                        .values());
        assertTrue(said.contains("2 train, 1 validation clips"), said);
        assertTrue(said.contains("3 files (3 linked, 0 copied, 0 there already)"), said);
        assertTrue(said.contains("glad-wind-3-best_model.pth, the newest"), said);
        assertTrue(said.matches("(?s).*left, as older +\\S+dry-sun-1-best_model.pth.*"), said);
        assertTrue(Files.exists(original.resolve("spectrograms/train/a.npy")), "nothing is moved");
    }

    @Test
    void suggestedCommandContainsTheDifferingKeys() throws IOException {
        String command = adopt().lines()
                .filter(line -> line.contains("continue with"))
                .findFirst()
                .orElseThrow();
        for (String key :
                List.of("seed=7", "hopLength=256", "modelType=simple", "nMels=8", "normalize=true", "vocabSize=20")) {
            assertTrue(command.contains(" " + key + " "), command);
        }
        assertTrue(command.contains("'outputPath=" + run + "'"), command);
        assertFalse(command.contains("epochs="), command);
    }

    @Test
    void interruptedImportResumes() throws IOException {
        adopt();
        Files.delete(run.resolve("spectrograms/train/b.npy"));
        assertTrue(adopt().contains("3 files (1 linked, 0 copied, 2 there already)"));
    }

    @Test
    void folderWithStagesIsNotChangedByAnImport() throws IOException {
        StageStub.finish(Configuration.of(Map.of("outputPath", run.toString())), "clusters");
        AudioTokensException refusal = assertThrows(AudioTokensException.class, this::adopt);
        assertTrue(
                refusal.getMessage().contains("contains the clusters of a run; choose another outputPath"),
                refusal.getMessage());
        assertFalse(Files.exists(run.resolve("split.json")));
    }

    @Test
    void existingFilesAreNotOverwritten() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("centroids.npy"), "mine");
        AudioTokensException refusal = assertThrows(AudioTokensException.class, this::adopt);
        assertTrue(
                refusal.getMessage().startsWith(run.resolve("centroids.npy") + " already exists"),
                refusal.getMessage());
        assertEquals("mine", Files.readString(run.resolve("centroids.npy")));
    }

    @Test
    void folderWithoutOriginalFilesIsRejectedWithTheExpectedFiles() {
        AudioTokensException refusal = assertThrows(
                AudioTokensException.class,
                () -> AdoptFolder.adopt(ROOT, List.of(ROOT.resolve("metadata").toString(), "outputPath=" + run)));
        assertTrue(refusal.getMessage().contains("output/centroids.npy"), refusal.getMessage());
        assertThrows(ConfigurationException.class, () -> AdoptFolder.adopt(ROOT, List.of()));
        assertThrows(
                ConfigurationException.class, () -> AdoptFolder.adopt(ROOT, List.of(original.toString(), "nMels=3")));
    }

    private String adopt() throws IOException {
        return String.join("\n", AdoptFolder.adopt(ROOT, List.of(original.toString(), "outputPath=" + run)));
    }
}
