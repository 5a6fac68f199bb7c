package audiotokens.token;

import audiotokens.spectrogram.Spectrogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Turns a clip into tokens: one or several streams, each with a vocabulary and a time step of its own. Made by a
 * {@link TokenizerFactory}, which fits it on training clips or loads a saved one.
 *
 * <p>An implementation needs {@link #streams} and {@link #tokenize(ClipSignal)}; one that has learned something also
 * {@link #save}. It is immutable and safe for use by several threads. A record does it:
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

    /** The streams of every clip, in order; at least one, with different names. The same at every call. */
    List<TokenStream> streams();

    /**
     * The tokens of one clip: for each of {@link #streams} in order, an array of ids from 0 to its vocabulary size less
     * one. Streams of the same step and codebook have the same length, as have all streams where all have the same step;
     * one of frames has {@code nFrames} of them. The result depends on nothing but the clip.
     *
     * @throws IOException where the clip cannot be read, or is of no use to this tokenizer (too short, for example); the
     *     message says why, and a run notes it as this clip's problem and goes on with the others
     * @throws IllegalArgumentException likewise, as where a spectrogram has another number of mel bands
     */
    ClipTokens tokenize(ClipSignal clip) throws IOException;

    /**
     * The tokens of a spectrogram, for tokenizers that read nothing else.
     *
     * @throws UncheckedIOException where this tokenizer reads the waveform too
     */
    default ClipTokens tokenize(Spectrogram spectrogram) {
        try {
            return tokenize(ClipSignal.of(spectrogram));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The spectrogram that tokens stand for, in the unit of the spectrograms that this tokenizer was fitted on; empty
     * where it cannot say.
     *
     * @param tokens of this tokenizer's streams
     */
    default Optional<Spectrogram> reconstruct(ClipTokens tokens) {
        return Optional.empty();
    }

    /**
     * A vector for each token of a codebook, such as its centroid: (vocabularySize, size). Like tokens have like
     * vectors; maps are drawn of them, and embeddings may start from them. Empty where tokens have none.
     *
     * @param codebook a {@link TokenStream#codebook} of {@link #streams}
     */
    default Optional<float[][]> vectors(String codebook) {
        return Optional.empty();
    }

    /**
     * Writes what was learned, as files of {@code folder}, for {@link TokenizerFactory#load}. A tokenizer that learns
     * nothing writes nothing.
     *
     * @param folder created where it is missing; may hold other files
     * @throws IOException where it cannot be written
     */
    default void save(Path folder) throws IOException {}

    /**
     * The vocabulary size of the only stream.
     *
     * @throws IllegalStateException where there are several streams, each with a vocabulary size of its own
     */
    default int vocabularySize() {
        if (streams().size() != 1) {
            throw new IllegalStateException(
                    "the tokenizer has " + streams().size() + " streams; ask each for its vocabularySize");
        }
        return streams().getFirst().vocabularySize();
    }
}
