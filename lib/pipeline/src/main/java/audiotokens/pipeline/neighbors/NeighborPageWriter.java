package audiotokens.pipeline.neighbors;

import audiotokens.label.LabelIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a map of recordings as an HTML page. A service implemented by the notebook module, since this module contains
 * no charts.
 */
public interface NeighborPageWriter {

    /**
     * Writes the page.
     *
     * @param reasons why a recording is not on the map, by its file
     * @param page file of the page; the excerpts are in a subfolder next to it
     */
    void write(NeighborMap map, LabelIndex labels, Map<Path, String> reasons, Path page) throws IOException;
}
