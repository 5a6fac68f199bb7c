package audiotokens.audio;

import audiotokens.work.Progress;
import java.nio.file.Path;

/** Generates a labeled dataset in AudioSet's layout. Implementations are loaded by {@link java.util.ServiceLoader}. */
public interface DatasetGenerator {
    /**
     * Paths of the dataset, whose audio files are {@code ROOT/SET/xx/ID.flac}.
     *
     * @param audio the folder ROOT
     * @param set the name SET of the only AudioSet subset, such as bal_train
     * @param segments the file with the segment list
     */
    record Layout(Path audio, String set, Path segments) {}

    /**
     * Generates the dataset unless it exists.
     *
     * @param clips number of clips
     * @param seed seed; the same seed gives the same files
     * @throws audiotokens.AudioTokensException if the dataset cannot be written, or its folder holds other files
     */
    void generateIfAbsent(Layout layout, int clips, long seed, int threads, Progress progress);
}
