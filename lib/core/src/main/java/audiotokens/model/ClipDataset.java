package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/** Labeled clips for training or evaluation, like PyTorch's {@code Dataset}: inputs are read on demand. Thread-safe. */
public interface ClipDataset {
    /** Returns the clip ids, in a fixed order. */
    List<String> ids();

    /** Returns the number of labels. */
    int nLabels();

    /**
     * Returns a clip's tokens or frames.
     *
     * @throws audiotokens.AudioTokensException if they cannot be read; the message names the file
     */
    ClipInput read(String id);

    /** Returns the multi-hot targets: float32 (labels,). */
    float[] targets(String id);

    /** Returns the token streams, in order; empty if the inputs are frames. */
    List<TokenStream> streams();

    /** Returns the approximate number of frames of a clip, without reading it. */
    long approximateFrames(String id);

    /** Returns the number of frames of the longest clip. */
    default int maxLength() {
        return Math.toIntExact(
                ids().stream().mapToLong(this::approximateFrames).max().orElseThrow());
    }
}
