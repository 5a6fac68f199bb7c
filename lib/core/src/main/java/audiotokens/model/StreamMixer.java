package audiotokens.model;

/** How a {@link MultiStream} model exchanges information between time steps. */
public enum StreamMixer {
    /**
     * Two residual blocks of depthwise convolution with kernel size 5, 1 × 1 convolution, batch normalization and GELU.
     */
    CONVOLUTION,
    /** A bidirectional GRU. */
    GRU,
    /** None: the steps are pooled directly. */
    NONE
}
