package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/**
 * The sizes that a {@link ModelFactory} makes a model for.
 *
 * @param streams token streams of each clip, in the order of {@link Batch#streams}; empty where clips are frames
 * @param nMels mel bands of each frame, where clips are frames
 * @param frames frames, or tokens, of the longest training clip, for models of a fixed input size
 * @param labels number of outputs
 */
public record ModelInputs(List<TokenStream> streams, int nMels, int frames, int labels) {
    public ModelInputs {
        streams = List.copyOf(streams);
    }

    /**
     * The vocabulary size of the only token stream.
     *
     * @throws IllegalArgumentException where clips are frames, or have several streams
     */
    public int vocabularySize() {
        if (streams.size() != 1) {
            throw new IllegalArgumentException("the model reads one token stream, but clips have "
                    + (streams.isEmpty() ? "frames" : streams.size() + " streams"));
        }
        return streams.getFirst().vocabularySize();
    }
}
