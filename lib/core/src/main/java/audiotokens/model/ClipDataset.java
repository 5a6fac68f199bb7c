package audiotokens.model;

import audiotokens.token.TokenStream;
import java.util.List;

/**
 * Labelled clips that a model is trained or judged on, as PyTorch's {@code Dataset}: each clip's input is read when it is
 * needed. Safe for use by several threads.
 */
public interface ClipDataset {
    /** The clips, in a fixed order. */
    List<String> ids();

    /** Number of labels. */
    int labels();

    /**
     * A clip's tokens or frames.
     *
     * @throws audiotokens.AudioTokensException where they cannot be read; the message names the file
     */
    ClipInput read(String id);

    /** 1 at each of the clip's labels, 0 elsewhere: float32 (labels,). */
    float[] targets(String id);

    /** The token streams of its clips, in their order; empty where the clips are frames. */
    List<TokenStream> streams();

    /** About how many frames a clip has, without reading it. */
    long approximateFrames(String id);

    /** Number of frames of the longest clip. */
    default int longest() {
        return Math.toIntExact(
                ids().stream().mapToLong(this::approximateFrames).max().orElseThrow());
    }
}
