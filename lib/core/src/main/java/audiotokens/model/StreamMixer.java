package audiotokens.model;

/** How a {@link MultiStream} model relates the time steps of a clip to each other. */
public enum StreamMixer {
    /** Twice a depthwise convolution over five steps, a 1 × 1 convolution, batch normalization and GELU, with a skip. */
    CONVOLUTION,
    /** One bidirectional gated recurrent unit. */
    GRU,
    /** None: the pooled steps alone. */
    NONE
}
