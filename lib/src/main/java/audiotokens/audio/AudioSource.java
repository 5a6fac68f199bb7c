package audiotokens.audio;

import audiotokens.config.Configuration;
import java.io.IOException;
import java.util.Optional;

/** Where the audio of clips comes from. Safe for use by several threads. */
public sealed interface AudioSource extends AutoCloseable permits AudioSetTree {

    /** Opens the source that {@code configuration} names. */
    static AudioSource open(Configuration configuration) {
        return new AudioSetTree(
                configuration.dataset().audioPath(), configuration.dataset().audioSets());
    }

    /**
     * The audio of one clip, still encoded; empty where the source does not hold it.
     *
     * @throws IOException where the source itself cannot be read; the message names the file
     */
    Optional<EncodedAudio> find(String id) throws IOException;

    /**
     * Whether the source holds the audio of this clip; cheaper than {@link #find}, which may read it.
     *
     * @throws IOException where the source itself cannot be read; the message names the file
     */
    default boolean holds(String id) throws IOException {
        return find(id).isPresent();
    }

    /** Where this source looks for {@code id}, for the message that it is not there. */
    String describe(String id);

    @Override
    default void close() throws IOException {}
}
