package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the audio of clips comes from: by a clip's id, its encoded sound. Implement it for a store of your own, or for
 * sound that is made on the fly; {@code find} and {@code describe} are enough. A source that knows its clips and their
 * labels is a {@link LabelledSource}; for one that does not, the segment lists name them.
 *
 * <p>A run opens it by the name of its class, {@code sourceType=my.Source}: public, with a public constructor that takes
 * the {@link audiotokens.pipeline.config.Configuration} (for {@code audioPath}, say) or nothing. A notebook registers an
 * object, {@link AudioSources#register}. Each stage opens and closes the source anew.
 *
 * <p>Safe for use by several threads: {@code find} is called by as many as the run has.
 *
 * <p>A clip's spectrogram, once made, stays when the source gives other sound for its id; use other ids, or another
 * {@code outputPath}.
 */
public interface AudioSource extends AutoCloseable {

    /**
     * The audio of one clip, still encoded; empty where the source does not hold it. The same at every call.
     *
     * @param id as the segment lists, or this source, name the clip
     * @throws IOException where it cannot be read; the message says why. The clip is noted as a problem and the run goes
     *     on with the others
     */
    Optional<EncodedAudio> find(String id) throws IOException;

    /**
     * The set, shard or folder that holds the audio of this clip, by which the clips found are counted; empty where none
     * does. By default, whether {@link #find} gives something: a source where that takes long has a quicker way.
     */
    default Optional<Path> container(String id) {
        try {
            return find(id).map(found -> Path.of(getClass().getSimpleName()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where this source looks for {@code id}, for the message that it is not there. Never fails, whatever the id. */
    String describe(String id);

    /** The same ids in the order in which the source reads them fastest. */
    default List<String> inReadingOrder(List<String> ids) {
        return ids;
    }

    /** What lies in the source but cannot be used, each noted as a problem of the stage 'dataset'. */
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

    /** Gives back what is held open. No method is called afterwards. */
    @Override
    default void close() throws IOException {}
}
