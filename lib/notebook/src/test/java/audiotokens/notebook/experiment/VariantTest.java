package audiotokens.notebook.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantTest {
    @TempDir
    Path folder;

    @Test
    void readsAFolderOfConfigurationsSortedByName() throws IOException {
        Files.writeString(folder.resolve("two_layers.yaml"), "numLayers: 2\nvocabSize: 20\n");
        Files.writeString(folder.resolve("one.yaml"), "numLayers: 1\n");
        Files.writeString(folder.resolve("notes.txt"), "no configuration");

        assertEquals(
                List.of(Variant.of("one", "numLayers=1"), Variant.of("two layers", "numLayers=2", "vocabSize=20")),
                Variant.readAll(folder));
    }

    @Test
    void rejectsAFolderWithoutConfigurations() {
        StageException exception = assertThrows(StageException.class, () -> Variant.readAll(folder));
        assertTrue(exception.getMessage().contains(folder.toString()));
        assertThrows(StageException.class, () -> Variant.readAll(folder.resolve("nowhere")));
    }

    @Test
    void cumulativeVariantsHaveTheKeysOfAllPreviousVariants() {
        List<Variant> steps = Variant.cumulative(List.of(
                Variant.of("plain", "dropout=0"),
                Variant.of("cosine", "schedule=cosine"),
                Variant.of("dropout", "dropout=0.5")));

        assertEquals(Map.of("dropout", "0"), steps.get(0).overrides());
        assertEquals(Map.of("dropout", "0", "schedule", "cosine"), steps.get(1).overrides());
        assertEquals(
                Map.of("dropout", "0.5", "schedule", "cosine"), steps.get(2).overrides());
    }

    @Test
    void everyConfigurationInTheFoldsFolderIsValid() {
        List<Variant> models = Variant.readAll(Path.of("../../notebooks/configs/folds"));
        for (Variant model : models) {
            Configuration.of(Map.of()).with(model.overrides());
            Configuration.read(Path.of("../../notebooks/configs/esc10.yaml"), List.of())
                    .with(model.overrides());
            Configuration.read(Path.of("../../notebooks/configs/demo.yaml"), List.of())
                    .with(model.overrides());
        }
        assertTrue(models.size() >= 7, models.toString());
    }
}
