package audiotokens.pipeline.source;

import audiotokens.pipeline.config.ClassName;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.config.SourceType;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Opens the audio source of a configuration. */
public final class AudioSources {
    private AudioSources() {}

    private static final Map<String, Supplier<? extends AudioSource>> REGISTERED = new ConcurrentHashMap<>();

    /**
     * Registers a source of this process for {@code sourceType=NAME}, for example of a class in a notebook cell.
     * Replaces an earlier source of the same name.
     *
     * @param name starts with a capital letter or contains a dot, which distinguishes it from built-in sources
     * @param source called each time a stage opens the source; may return the same object if it can be used again after
     *     {@code close}
     */
    public static void register(String name, Supplier<? extends AudioSource> source) {
        if (Configuration.of(Map.of("sourceType", name)).dataset().layout() != SourceType.OWN) {
            throw new IllegalArgumentException("sourceType " + name + " is built in; choose another name");
        }
        REGISTERED.put(name, source);
    }

    /** Opens the source without progress. */
    public static AudioSource open(Configuration configuration) {
        return open(configuration, Progress.silent());
    }

    /**
     * Opens the source, showing the progress of indexing.
     *
     * @throws StageException if the source does not exist; the message names the key and the path
     */
    public static AudioSource open(Configuration configuration, Progress progress) {
        DatasetOptions options = configuration.dataset();
        if (options.layout() == SourceType.OWN) {
            return own(configuration);
        }
        for (Path path : options.audioPath()) {
            if (!Files.exists(path)) {
                throw new StageException("audioPath: " + path
                        + " does not exist; set audioPath=FOLDER to the audio, and sourceType to its layout");
            }
        }
        return switch (options.layout()) {
            case DEMO, TREE -> new AudioSetTree(options.audioPath(), options.audioSets());
            case TAR ->
                TarShards.open(options.audioPath(), RunFolder.of(configuration).audioIndex(), progress);
            case PARQUET -> ParquetShards.open(configuration);
            case FOLDS -> {
                checkTable(options);
                yield ListedFiles.inTable(configuration);
            }
            case FOLDERS -> ListedFiles.inFolders(options.audioPath());
            case OWN -> own(configuration);
        };
    }

    private static AudioSource own(Configuration configuration) {
        String name = configuration.dataset().sourceType();
        Supplier<? extends AudioSource> registered = REGISTERED.get(name);
        return registered == null
                ? ClassName.newInstance("sourceType", name, AudioSource.class, configuration)
                : registered.get();
    }

    private static void checkTable(DatasetOptions options) {
        if (options.clipTable().isEmpty()) {
            throw new StageException(
                    "clipTable: is empty; sourceType folds needs a CSV with the file names, such as meta/esc50.csv");
        }
    }
}
