package audiotokens.audio;

import audiotokens.config.Configuration;
import audiotokens.config.DatasetOptions;
import audiotokens.run.StageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the audio source that a configuration names. */
public final class AudioSources {
    private AudioSources() {}

    /** @throws StageException where the source is not there; the message names the key and the path */
    public static AudioSource open(Configuration configuration) {
        DatasetOptions options = configuration.dataset();
        for (Path path : options.audioPath()) {
            if (!Files.exists(path)) {
                throw new StageException("audioPath: there is no " + path
                        + "; say where the audio is (audioPath=FOLDER) and how it lies there (sourceType)");
            }
        }
        return switch (options.sourceType()) {
            case DEMO, TREE -> new AudioSetTree(options.audioPath(), options.audioSets());
            case TAR, PARQUET, FOLDS, FOLDERS ->
                throw new StageException("sourceType " + options.sourceType() + " is not there yet");
        };
    }
}
