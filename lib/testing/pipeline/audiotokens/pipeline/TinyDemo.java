package audiotokens.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A configuration of a few demo clips and a small LSTM, with which all stages together take a second or two. */
public final class TinyDemo {
    private TinyDemo() {}

    /**
     * Returns the settings of a run on {@code clips} clips, a quarter of them for validation, as a mutable map.
     *
     * @param folder parent of the folders {@code audio} and {@code run}
     */
    public static Map<String, String> settings(Path folder, int clips) {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("sourceType", "demo"),
                Map.entry("demoClips", Integer.toString(clips)),
                Map.entry("audioPath", folder.resolve("audio").toString()),
                Map.entry("audioSets", "bal_train"),
                Map.entry("segments", folder.resolve("audio/segments.csv").toString()),
                Map.entry("ontology", Path.of("../../metadata/demo/ontology.json").toString()),
                Map.entry("outputPath", folder.resolve("run").toString()),
                Map.entry("validationRatio", "0.25"),
                Map.entry("hopLength", "512"),
                Map.entry("niter", "2"),
                Map.entry("epochs", "1"),
                Map.entry("lstmEmbedDim", "8"),
                Map.entry("lstmHiddenDim", "8")));
    }
}
