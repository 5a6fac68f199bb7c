package audiotokens.token;

import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Converts a clip to tokens: one or several streams, each with its own vocabulary and hop. A {@link TokenizerFactory}
 * fits a tokenizer on training clips or loads a saved one.
 *
 * <p>Implement {@link #streams} and {@link #tokenize(ClipSignal)}, and {@link #save} if there are learned parameters.
 * Implementations must be immutable and thread-safe. For example, as a record:
 *
 * <pre>{@code
 * record Loudness(SpectrogramOptions mel) implements Tokenizer {
 *     public List<TokenStream> streams() {
 *         return List.of(new TokenStream("loudness", 101, mel.secondsPerFrame()));
 *     }
 *
 *     public ClipTokens tokenize(ClipSignal clip) throws IOException {
 *         Spectrogram decibels = clip.spectrogram();
 *         long[] tokens = new long[decibels.nFrames()];
 *         Arrays.setAll(tokens, frame -> Math.clamp(100 + (long) decibels.at(0, frame), 0, 100));
 *         return ClipTokens.of(tokens);
 *     }
 * }
 * }</pre>
 */
public interface Tokenizer {

    /** Returns the streams of every clip, in order: at least one, with unique names. The list must not change. */
    List<TokenStream> streams();

    /**
     * Returns the tokens of one clip: for each of {@link #streams}, in order, an array of ids from 0 to its vocabulary
     * size - 1. Streams with equal hops have equal lengths; a stream with one token per frame has {@code nFrames}
     * tokens. The result depends only on the clip.
     *
     * @throws IOException if the clip cannot be read or is unsuitable (too short, for example); the message says why,
     *     and a run reports it for this clip and continues with the others
     * @throws IllegalArgumentException if the clip is unsuitable, for example if its spectrogram has a different number
     *     of mel bands
     */
    ClipTokens tokenize(ClipSignal clip) throws IOException;

    /**
     * Returns the tokens of a spectrogram, for tokenizers that read only the spectrogram.
     *
     * @throws UncheckedIOException if this tokenizer reads the waveform
     */
    default ClipTokens tokenize(Spectrogram spectrogram) {
        try {
            return tokenize(ClipSignal.of(spectrogram));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reconstructs a spectrogram in the unit of the training spectrograms; empty if not supported.
     *
     * @param tokens tokens of this tokenizer's streams
     */
    default Optional<Spectrogram> reconstruct(ClipTokens tokens) {
        return Optional.empty();
    }

    /**
     * Returns a vector for each token of a codebook, such as its centroid: (vocabularySize, size). Similar tokens have
     * similar vectors, which are used to plot the tokens and to initialize embeddings. Empty if tokens have no vectors.
     *
     * @param codebook a {@link TokenStream#codebook} of {@link #streams}
     */
    default Optional<float[][]> vectors(String codebook) {
        return Optional.empty();
    }

    /**
     * Writes the learned parameters to files in {@code folder}, for {@link TokenizerFactory#load}. A tokenizer without
     * parameters writes nothing.
     *
     * @param folder created if missing; may contain other files
     * @throws IOException if a file cannot be written
     */
    default void save(Path folder) throws IOException {}

    /**
     * Returns the vocabulary size of the only stream.
     *
     * @throws IllegalStateException if there are several streams
     */
    default int vocabularySize() {
        if (streams().size() != 1) {
            throw new IllegalStateException(
                    "the tokenizer has " + streams().size() + " streams; read the vocabularySize of each");
        }
        return streams().getFirst().vocabularySize();
    }
}
