package audiotokens.model;

/** How an LSTM's states are pooled into one vector per clip. */
public enum Pooling {
    /** The last state of each direction, then ReLU; the pooling of the original Python implementation. */
    LAST,
    /** The mean over all frames. */
    MEAN,
    /** The maximum over all frames. */
    MAX,
    /** Mean and maximum, concatenated. */
    MEANMAX,
    /**
     * Attention pooling: a weighted mean over all frames, with weights computed from the states by a learned linear
     * layer (Bahdanau et al., 2015, with a single learned query).
     */
    ATTENTION
}
