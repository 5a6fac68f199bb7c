package audiotokens.notebook.figure;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import audiotokens.pipeline.inference.SoundPictureWriter;
import audiotokens.pipeline.neighbors.NeighborPageWriter;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The pipeline finds the notebook module's implementations of its interfaces. */
class ServicesTest {
    @Test
    void picturesAndPagesAreWrittenByTheNotebookModule() {
        assertInstanceOf(
                SoundAnalysisPictures.class,
                ServiceLoader.load(SoundPictureWriter.class).findFirst().orElseThrow());
        assertInstanceOf(
                NeighborPage.class,
                ServiceLoader.load(NeighborPageWriter.class).findFirst().orElseThrow());
    }
}
