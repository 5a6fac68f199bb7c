package audiotokens.pipeline;

import audiotokens.file.FileTree;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.headless.RunStages;
import audiotokens.pipeline.run.RunStage;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration of a few demo clips and a small LSTM, with which all stages together take a second or two. The clips
 * are generated once per JVM; each test gets links to them, which it may replace but must not write to.
 */
public final class TinyDemo {
    /** Parent folder of the generated audio by number of clips. */
    private static final Map<Integer, Path> GENERATED = new HashMap<>();

    private TinyDemo() {}

    /**
     * Returns the settings of a run on {@code clips} clips, a quarter of them for validation, as a mutable map, and
     * places the clips in the folder {@code audio}.
     *
     * @param folder parent of the folders {@code audio} and {@code run}
     */
    public static Map<String, String> settings(Path folder, int clips) {
        try {
            linkAudio(generatedFolder(clips).resolve("audio"), folder.resolve("audio"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settingsWithoutAudio(folder, clips);
    }

    private static Map<String, String> settingsWithoutAudio(Path folder, int clips) {
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

    private static synchronized Path generatedFolder(int clips) throws IOException {
        Path folder = GENERATED.get(clips);
        if (folder == null) {
            folder = Files.createTempDirectory("tiny-demo");
            deleteAtExit(folder);
            Configuration configuration = Configuration.of(settingsWithoutAudio(folder, clips));
            RunStages.runStage(configuration, RunStage.DATASET, Progress.silent());
            GENERATED.put(clips, folder);
        }
        return folder;
    }

    private static void linkAudio(Path generated, Path audio) throws IOException {
        for (Path file : FileTree.filesBelow(generated)) {
            Path link = audio.resolve(generated.relativize(file));
            if (Files.exists(link)) {
                continue;
            }
            if (Files.size(file) == 0) { // a lock file, which each folder needs for itself
                Files.createDirectories(link.getParent());
                Files.createFile(link);
            } else {
                FileTree.link(file, link);
            }
        }
    }

    private static void deleteAtExit(Path folder) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                FileTree.deleteIfExists(folder);
            } catch (IOException e) {
                System.err.println(folder + " could not be deleted: " + e.getMessage());
            }
        }));
    }
}
