package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/** Labeled clips for training or evaluation, like PyTorch's {@code Dataset}: inputs are read on demand. Thread-safe. */
public interface ClipDataset {
    /** The clip ids, in a fixed order. */
    List<String> ids();

    /** Number of labels. */
    int labels();

    /**
     * A clip's tokens or frames.
     *
     * @throws audiotokens.AudioTokensException if they cannot be read; the message names the file
     */
    ClipInput read(String id);

    /** Multi-hot targets: float32 (labels,). */
    float[] targets(String id);

    /** The token streams, in order; empty if the inputs are frames. */
    List<TokenStream> streams();

    /** Approximate number of frames of a clip, without reading it. */
    long approximateFrames(String id);

    /** Number of frames of the longest clip. */
    default int longest() {
        return Math.toIntExact(
                ids().stream().mapToLong(this::approximateFrames).max().orElseThrow());
    }
}
