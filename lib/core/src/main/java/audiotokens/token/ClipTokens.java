package audiotokens.token;

import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a clip: one sequence per stream, in the order of the tokenizer's streams. Sequences with different hops
 * differ in length; a sequence is empty if the clip is too short for it.
 *
 * @param streams token ids; not copied; do not modify
 */
public record ClipTokens(List<long[]> streams) {
    public ClipTokens {
        streams = List.copyOf(streams);
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("a clip's tokens need at least one stream");
        }
    }

    /** Returns the tokens of a tokenizer with one stream. */
    public static ClipTokens of(long... ids) {
        return new ClipTokens(List.of(ids));
    }

    /** Returns the token ids of the first stream. */
    public long[] firstStream() {
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
