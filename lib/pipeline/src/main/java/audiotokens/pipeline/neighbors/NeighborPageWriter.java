package audiotokens.pipeline.neighbors;

import audiotokens.label.LabelIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes a map of sounds as a page; a service that the notebook module offers, since this one draws nothing. */
public interface NeighborPageWriter {

    /**
     * Writes the page.
     *
     * @param reasons why sounds are not on the map
     * @param page a file in a folder above the sounds' excerpts
     */
    void write(NeighborMap map, LabelIndex labels, Map<Path, String> reasons, Path page) throws IOException;
}
