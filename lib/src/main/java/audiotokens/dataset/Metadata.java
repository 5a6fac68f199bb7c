package audiotokens.dataset;

import audiotokens.config.Configuration;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** Reads the ontology and the segment lists of a configuration. */
public final class Metadata {
    private Metadata() {}

    /**
     * The clips that {@code configuration} names, with their labels.
     *
     * @throws audiotokens.run.StageException where a file is missing or unreadable; the message names it
     */
    public static ClipCatalog read(Configuration configuration) {
        LabelIndex labels = LabelIndex.readOntology(configuration.dataset().ontology());
        MetadataNotes notes = new MetadataNotes();
        LinkedHashMap<String, Clip> clips = new LinkedHashMap<>();
        SegmentList list = new SegmentList(labels, notes);
        for (Path csv : configuration.dataset().segments()) {
            list.read(csv, clips);
        }
        return new ClipCatalog(labels, clips, notes);
    }
}
