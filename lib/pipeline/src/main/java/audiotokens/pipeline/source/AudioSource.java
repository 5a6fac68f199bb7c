package audiotokens.pipeline.source;

import audiotokens.audio.EncodedAudio;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Provides the encoded audio of a clip by its id. Implement it for your own storage or for generated audio;
 * {@code find} and {@code describe} are required. A source that knows its clips and labels is a {@link LabeledSource};
 * otherwise the segment lists name them.
 *
 * <p>{@code sourceType=my.Source} opens it by class name: a public class with a public constructor that takes the
 * {@link audiotokens.pipeline.config.Configuration} or nothing. A notebook registers an object with
 * {@link AudioSources#register}. Each stage opens and closes the source.
 *
 * <p>Must be thread-safe: all threads of the run call {@code find}.
 *
 * <p>The spectrogram of a clip is not recomputed if the source later returns different audio for the same id; use
 * different ids or another {@code outputPath}.
 */
public interface AudioSource extends AutoCloseable {

    /**
     * Returns the encoded audio of a clip; empty if the source does not contain it. Must return the same audio on every
     * call.
     *
     * @param id id of the clip in the segment lists or this source
     * @throws IOException if it cannot be read; the message says why. The clip is recorded as a problem and the run
     *     continues
     */
    Optional<EncodedAudio> find(String id) throws IOException;

    /**
     * Returns the set, shard or folder that contains this clip, for the counts in the report; empty if none does. The
     * default implementation calls {@link #find}; override it if that is slow.
     */
    default Optional<String> container(String id) {
        try {
            return find(id).map(found -> getClass().getSimpleName());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Describes where this source looks for {@code id}, for the message about a missing clip. Must not throw for any
     * id.
     */
    String describe(String id);

    /** Reorders ids for fast sequential reading. */
    default List<String> sortForReading(List<String> ids) {
        return ids;
    }

    /** Returns the unusable entries of the source; each is recorded as a problem of the dataset stage. */
    default List<SourceProblem> problems() {
        return List.of();
    }

    /** Returns remarks for the user, such as skipped files: sentences without a final period. */
    default List<String> remarks() {
        return List.of();
    }

    /** Returns an example of audio in the source, for the message that no clip was found; empty if there is none. */
    default Optional<String> example() {
        return Optional.empty();
    }

    /** Releases resources. No method is called afterwards. */
    @Override
    default void close() throws IOException {}
}
