package audiotokens.audio;

import audiotokens.work.Progress;
import java.nio.file.Path;

/** Generates a labeled dataset in AudioSet's layout. Implementations are loaded by {@link java.util.ServiceLoader}. */
public interface DatasetGenerator {
    /**
     * Paths of the dataset.
     *
     * @param audio root of the tree {@code ROOT/SET/xx/ID.flac}
     * @param set name of the single AudioSet subset, such as bal_train: the folder SET
     * @param segments the segment list
     */
    record Layout(Path audio, String set, Path segments) {}

    /**
     * Generates the dataset unless it exists.
     *
     * @param clips number of clips
     * @param seed seed; the same seed gives the same files
     * @throws audiotokens.AudioTokensException if it cannot be written, or the folder holds other files
     */
    void generateIfAbsent(Layout layout, int clips, long seed, int threads, Progress progress);
}
