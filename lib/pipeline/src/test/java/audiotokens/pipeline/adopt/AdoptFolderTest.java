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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdoptFolderTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path STATE_DICT = Path.of("../testing/resources/golden/state_dict.pth");

    @TempDir
    Path folder;

    private Path original;
    private Path run;

    /** Creates files as the original Python implementation writes them; see its audio_tokens_config.py. */
    @BeforeEach
    void createFolderOfTheOriginal() throws IOException {
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
                    csv_index_files: List[str] = field(
                        default_factory=lambda: [
                            f"{BASE_DIR}/metadata/balanced_train_segments.csv",
                            # f"{BASE_DIR}/metadata/unbalanced_train_segments.csv", # uncomment this
                        ]
                    )
                    split_file: str = f"{BASE_DIR}/output/bal_train_data_split.json"
                    audio_source_path: str = "/media/elsewhere/audioset"
                    audio_source_sets: List[str] = field(default_factory=lambda: ["bal_train",])  # add "unbal_train"
                    dest_spec_path: Path = Path(f"{BASE_DIR}/spectrograms")
                    common_sr: int = 16000
                    hop_length: int = 256  # samples
                    n_mels: int = 64
                    model_type: str = "simple"
                    training_batch_size = 32
                """);
    }

    @Test
    void filesOfTheOriginalAreImportedToThePathsWhereStagesAdoptThem() throws IOException {
        String output = adopt();
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
        assertTrue(output.contains("2 train, 1 validation clips"), output);
        assertTrue(output.contains("3 files (3 linked, 0 copied, 0 already present)"), output);
        assertTrue(output.contains("glad-wind-3-best_model.pth, the newest"), output);
        assertTrue(output.matches("(?s).*not imported +\\S+dry-sun-1-best_model.pth.*"), output);
        assertTrue(Files.exists(original.resolve("spectrograms/train/a.npy")), "nothing is moved");
    }

    @Test
    void suggestedCommandContainsTheDifferingKeys() throws IOException {
        String command = adopt().lines()
                .filter(line -> line.contains("continue with"))
                .findFirst()
                .orElseThrow();
        for (String override : List.of(
                "seed=7",
                "sampleRate=16000",
                "hopLength=256",
                "modelType=simple",
                "batchSize=32",
                "nMels=8",
                "normalize=true",
                "vocabSize=20",
                "audioSets=bal_train",
                "segments=FILE.csv,...")) {
            assertTrue(command.contains(" " + override + " "), command);
        }
        assertTrue(command.endsWith(" audioPath=FOLDER"), command);
        assertTrue(command.contains("'outputPath=" + run + "'"), command);
        assertFalse(command.contains("epochs="), command);
    }

    @Test
    void suggestedCommandContainsTheConfiguredMetadataAndAudioThatExist() throws IOException {
        Path segments = original.resolve("metadata/balanced_train_segments.csv");
        Files.createDirectories(segments.getParent());
        Files.writeString(segments, "");
        Files.writeString(original.resolve("metadata/unbalanced_train_segments.csv"), "");
        Path audio = Files.createDirectories(folder.resolve("audioset"));
        replaceInConfiguration("/media/elsewhere/audioset", audio.toString());
        String command = adopt();
        assertTrue(command.contains(" segments=" + segments + " "), command);
        assertTrue(command.contains(" audioPath=" + audio), command);
    }

    @Test
    void keysThatAreValidOnlyInCombinationAreKept() throws IOException {
        replaceInConfiguration(
                "    model_type: str = \"simple\"\n",
                """
                    model_type: str = "cnn"
                    dataset_type: str = "RawSTFTDataset"
                    num_layers: int = -3
                """);
        String command = adopt();
        assertTrue(command.contains(" datasetType=RawSTFTDataset "), command);
        assertTrue(command.contains(" modelType=cnn "), command);
        assertTrue(command.contains("left out            numLayers=-3: invalid here"), command);
        assertFalse(command.contains(" numLayers=-3 "), command);
    }

    @ParameterizedTest
    @CsvSource({"model_type, cnn, modelType=cnn", "num_heads, 7, numHeads=7"})
    void onlyTheConflictingKeyIsDroppedAndNamed(String field, String value, String droppedOverride) throws IOException {
        replaceInConfiguration(
                "    model_type: str = \"simple\"\n",
                "    model_type: str = \"bert\"\n    " + field + " = \"" + value + "\"\n");
        String output = adopt();
        assertTrue(output.contains("left out            " + droppedOverride + ": invalid here"), output);
        String command = output.substring(output.indexOf("continue with"));
        assertFalse(command.contains(droppedOverride), command);
        for (String override :
                List.of("nMels=8", "normalize=true", "vocabSize=20", "sampleRate=16000", "batchSize=32")) {
            assertTrue(command.contains(" " + override + " "), command);
        }
    }

    @Test
    void filesAreImportedFromTheConfiguredPaths() throws IOException {
        Files.move(original.resolve("spectrograms"), original.resolve("processed"));
        Files.move(original.resolve("tokenized_audio"), original.resolve("tokenized"));
        Files.move(original.resolve("output/centroids.npy"), original.resolve("output/c500.npy"));
        Files.writeString(original.resolve("output/newer_split.json"), "{\"train\": [], \"validation\": []}");
        replaceInConfiguration(
                "    dest_spec_path: Path = Path(f\"{BASE_DIR}/spectrograms\")\n",
                """
                    dest_spec_path: str = "processed/"
                    centroids_path: Path = Path("output/c500.npy")
                    dest_tokenized_path: str = 'tokenized/'
                """);
        String output = adopt();
        assertTrue(Files.exists(run.resolve("spectrograms/train/a.npy")), output);
        assertTrue(Files.exists(run.resolve("tokenized_audio/train/a.npy")), output);
        assertTrue(Files.exists(run.resolve("centroids.npy")), output);
        assertTrue(output.contains("2 train, 1 validation clips"), output);
        assertTrue(output.matches("(?s).*not imported +\\S+newer_split.json.*"), output);
    }

    private void replaceInConfiguration(String oldText, String replacement) throws IOException {
        Path file = original.resolve("audio_tokens_config.py");
        String text = Files.readString(file);
        assertTrue(text.contains(oldText), text);
        Files.writeString(file, text.replace(oldText, replacement));
    }

    @Test
    void interruptedImportResumes() throws IOException {
        adopt();
        Files.delete(run.resolve("spectrograms/train/b.npy"));
        assertTrue(adopt().contains("3 files (1 linked, 0 copied, 2 already present)"));
    }

    @Test
    void folderWithStagesIsNotChangedByAnImport() throws IOException {
        StageStub.finish(Configuration.of(Map.of("outputPath", run.toString())), "clusters");
        AudioTokensException exception = assertThrows(AudioTokensException.class, this::adopt);
        assertTrue(
                exception.getMessage().contains("contains the clusters of a run; choose another outputPath"),
                exception.getMessage());
        assertFalse(Files.exists(run.resolve("split.json")));
    }

    @Test
    void existingFilesAreNotOverwritten() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("centroids.npy"), "mine");
        AudioTokensException exception = assertThrows(AudioTokensException.class, this::adopt);
        assertTrue(
                exception.getMessage().startsWith(run.resolve("centroids.npy") + " already exists"),
                exception.getMessage());
        assertEquals("mine", Files.readString(run.resolve("centroids.npy")));
    }

    @Test
    void folderWithoutFilesOfTheOriginalIsRejectedWithAListOfExpectedFiles() {
        AudioTokensException exception = assertThrows(
                AudioTokensException.class,
                () -> AdoptFolder.adopt(ROOT, List.of(ROOT.resolve("metadata").toString(), "outputPath=" + run)));
        assertTrue(exception.getMessage().contains("output/centroids.npy"), exception.getMessage());
        assertThrows(ConfigurationException.class, () -> AdoptFolder.adopt(ROOT, List.of()));
        assertThrows(
                ConfigurationException.class, () -> AdoptFolder.adopt(ROOT, List.of(original.toString(), "nMels=3")));
    }

    private String adopt() throws IOException {
        return String.join("\n", AdoptFolder.adopt(ROOT, List.of(original.toString(), "outputPath=" + run)));
    }
}
