package audiotokens.pipeline.source;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.DatasetOptions;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the audio source that a configuration names. */
public final class AudioSources {
    private AudioSources() {}

    /** Opens it without showing how far an index is. */
    public static AudioSource open(Configuration configuration) {
        return open(configuration, Progress.silent());
    }

    /** @throws StageException where the source is not there; the message names the key and the path */
    public static AudioSource open(Configuration configuration, Progress progress) {
        DatasetOptions options = configuration.dataset();
        for (Path path : options.audioPath()) {
            if (!Files.exists(path)) {
                throw new StageException("audioPath: there is no " + path
                        + "; say where the audio is (audioPath=FOLDER) and how it lies there (sourceType)");
            }
        }
        return switch (options.sourceType()) {
            case DEMO, TREE -> new AudioSetTree(options.audioPath(), options.audioSets());
            case TAR ->
                TarShards.open(options.audioPath(), RunFolder.of(configuration).audioIndex(), progress);
            case PARQUET -> ParquetShards.open(configuration);
            case FOLDS -> {
                checkTable(options);
                yield ListedFiles.inTable(configuration);
            }
            case FOLDERS -> ListedFiles.inFolders(options.audioPath());
        };
    }

    private static void checkTable(DatasetOptions options) {
        if (options.clipTable().isEmpty()) {
            throw new StageException(
                    "clipTable: is empty; sourceType folds needs the CSV that names the files, as meta/esc50.csv");
        }
    }
}
