package audiotokens.pipeline.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import audiotokens.label.LabelIndex;
import audiotokens.pipeline.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads AudioSet's ontology and segment lists. */
class AudioSetMetadataTest {
    private static final Path AUDIOSET = Path.of("../../../shared/data/audioset");

    @BeforeEach
    void assumeMetadataArePresent() {
        assumeTrue(Files.isDirectory(AUDIOSET), AUDIOSET + " does not exist: AudioSet's metadata are not tested");
    }

    @Test
    void theOntologyHas543UnrestrictedLabels() {
        LabelIndex labels = LabelIndex.readOntology(AUDIOSET.resolve("ontology.json"));
        assertEquals(543, labels.size());
        assertEquals("Speech", labels.get(0).name());
    }

    /** The counts are those of the Python original; twelve labels of the lists are restricted in the ontology. */
    @Test
    void theListsContainTheClipsAndLabelsOfTheOriginal(@TempDir Path folder) {
        ClipCatalog catalog = Metadata.read(Configuration.of(Map.of(
                "outputPath",
                folder.toString(),
                "ontology",
                AUDIOSET.resolve("ontology.json").toString(),
                "segments",
                AUDIOSET.resolve("balanced_train_segments.csv") + "," + AUDIOSET.resolve("eval_segments.csv"))));
        assertEquals(22_160 + 20_371, catalog.clips().size());
        assertEquals(12, catalog.notes().unknownLabels().size());
        assertEquals(0, catalog.notes().problems().size());
        assertEquals(
                103_121,
                catalog.clips().stream().mapToInt(clip -> clip.labels().size()).sum());
    }
}
