package audiotokens.training;

/** Learning rate schedules. */
public enum Schedule {
    /** Constant after the warm-up. */
    CONSTANT,
    /** Linear warm-up, then cosine decay to 0 (Loshchilov and Hutter, 2017, without restarts). */
    COSINE,
    /**
     * Cosine increase from 1/25 of the peak, then cosine decay to almost 0 (Smith and Topin, 2018, as PyTorch's
     * OneCycleLR).
     */
    ONECYCLE
}
