package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/**
 * The sizes from which a {@link ModelFactory} creates a model.
 *
 * @param streams token streams of each clip, in the order of {@link Batch#streams}; empty if the inputs are frames
 * @param nMels number of mel bands, if the inputs are frames
 * @param frames length of the longest training clip in frames or tokens, for models with a fixed input size
 * @param nLabels number of outputs
 */
public record ModelSizes(List<TokenStream> streams, int nMels, int frames, int nLabels) {
    public ModelSizes {
        streams = List.copyOf(streams);
    }

    /**
     * Returns the vocabulary size of the only token stream.
     *
     * @throws IllegalArgumentException if the inputs are frames or several streams
     */
    public int vocabularySize() {
        if (streams.size() != 1) {
            throw new IllegalArgumentException("the model reads one token stream, but clips have "
                    + (streams.isEmpty() ? "frames" : streams.size() + " streams"));
        }
        return streams.getFirst().vocabularySize();
    }
}
