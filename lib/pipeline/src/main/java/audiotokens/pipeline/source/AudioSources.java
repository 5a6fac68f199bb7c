package audiotokens.pipeline.source;

import audiotokens.file.Location;
import audiotokens.pipeline.config.ClassName;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.config.SourceType;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.LocalExecutor;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Opens the audio source of a configuration. */
public final class AudioSources {
    private AudioSources() {}

    private static final Map<String, Supplier<? extends AudioSource>> REGISTERED = new ConcurrentHashMap<>();

    /**
     * Registers a source for {@code sourceType=NAME} in this process, such as one whose class is in a notebook cell.
     * Replaces an earlier source of the same name.
     *
     * @param name starts with a capital letter or contains a dot, which distinguishes it from built-in sources
     * @param source called each time a stage opens the source; may return the same object if it can be used again after
     *     {@code close}
     */
    public static void register(String name, Supplier<? extends AudioSource> source) {
        if (Configuration.of(Map.of("sourceType", name)).dataset().layout() != SourceType.CUSTOM) {
            throw new IllegalArgumentException("sourceType " + name + " is built in; choose another name");
        }
        REGISTERED.put(name, source);
    }

    /** Opens the source without showing progress. */
    public static AudioSource open(Configuration configuration) {
        return open(configuration, Progress.silent());
    }

    /** Opens the source, showing the progress of indexing. */
    public static AudioSource open(Configuration configuration, Progress progress) {
        return open(configuration, new LocalExecutor(configuration.run().threadCount()), progress);
    }

    /**
     * Opens the source.
     *
     * @param executor builds the index of tar files if it is missing
     * @throws StageException if the source does not exist; the message names the key and the path
     */
    public static AudioSource open(Configuration configuration, Executor executor, Progress progress) {
        DatasetOptions options = configuration.dataset();
        if (options.layout() == SourceType.CUSTOM) {
            return custom(configuration);
        }
        for (Location location : options.audioPath()) {
            if (location.path().isPresent() && !Files.exists(location.path().get())) {
                throw new StageException("audioPath: " + location
                        + " does not exist; set audioPath=FOLDER to the audio, and sourceType to its layout");
            }
        }
        return switch (options.layout()) {
            case DEMO, TREE -> new AudioSetTree(options.audioFolders(), options.audioSets());
            case TAR -> TarShards.open(configuration, executor, progress);
            case PARQUET -> ParquetShards.open(configuration);
            case FOLDS -> {
                checkTable(options);
                yield ListedFiles.fromTable(configuration);
            }
            case FOLDERS -> ListedFiles.fromFolders(options.audioFolders());
            case CUSTOM -> custom(configuration);
        };
    }

    private static AudioSource custom(Configuration configuration) {
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
