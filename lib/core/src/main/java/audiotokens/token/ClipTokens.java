package audiotokens.token;

import java.util.Arrays;
import java.util.List;

/**
 * A clip as tokens: one sequence a stream, in the order of the tokenizer's streams. Sequences of different steps differ in
 * length; one may be empty where the clip is too short for it.
 *
 * @param streams token ids; not copied, not to be changed
 */
public record ClipTokens(List<long[]> streams) {
    public ClipTokens {
        streams = List.copyOf(streams);
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("a clip's tokens need at least one stream");
        }
    }

    /** The tokens of a tokenizer with a single stream. */
    public static ClipTokens of(long... ids) {
        return new ClipTokens(List.of(ids));
    }

    /** The first stream's ids. */
    public long[] first() {
        return streams.getFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClipTokens tokens && Arrays.deepEquals(streams.toArray(), tokens.streams.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(streams.toArray());
    }
}
