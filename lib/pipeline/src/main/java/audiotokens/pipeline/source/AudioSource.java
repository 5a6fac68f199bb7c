package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the audio of clips comes from. Safe for use by several threads. */
public sealed interface AudioSource extends AutoCloseable permits AudioSetTree, TarShards, LabelledSource {

    /**
     * The audio of one clip, still encoded; empty where the source does not hold it.
     *
     * @throws IOException where the source itself cannot be read; the message names the file
     */
    Optional<EncodedAudio> find(String id) throws IOException;

    /** The set, shard or folder that holds the audio of this clip, found without reading it; empty where none does. */
    Optional<Path> container(String id);

    /** Where this source looks for {@code id}, for the message that it is not there. */
    String describe(String id);

    /** The same ids in the order in which the source reads them fastest. */
    default List<String> inReadingOrder(List<String> ids) {
        return ids;
    }

    /** What lies in the source but cannot be used. */
    default List<SourceFault> faults() {
        return List.of();
    }

    /** What a person should know of the source, such as files that were passed over; each a sentence without its stop. */
    default List<String> remarks() {
        return List.of();
    }

    /** Some audio that does lie in the source, for the message that none of the clips does; empty where none does. */
    default Optional<String> example() {
        return Optional.empty();
    }

    @Override
    default void close() throws IOException {}
}
