package audiotokens.model;

/** How an LSTM's states over all frames become one vector a clip. */
public enum Pooling {
    /** The last state of both directions, then ReLU: the original's. */
    LAST,
    /** The mean over all frames. */
    MEAN,
    /** The maximum over all frames. */
    MAX,
    /** Mean and maximum, one after the other. */
    MEANMAX,
    /** A mean whose weights are learned from the states (Bahdanau et al., 2015, with one query). */
    ATTENTION
}
