package audiotokens.audio;

import audiotokens.work.Progress;
import java.nio.file.Path;

/** Makes a labelled data set in AudioSet's layout. Implementations are found by {@link java.util.ServiceLoader}. */
public interface DatasetGenerator {
    /**
     * Where the data set lies.
     *
     * @param audio the root of the tree {@code ROOT/SET/xx/ID.flac}
     * @param set the name of its only set
     * @param segments the segment list
     */
    record Layout(Path audio, String set, Path segments) {}

    /**
     * Makes the data set, unless it is there already.
     *
     * @param clips number of clips
     * @param seed the same seed makes the same files
     * @throws audiotokens.AudioTokensException where it cannot be written, or other files lie there
     */
    void ensure(Layout layout, int clips, long seed, int threads, Progress progress);
}
