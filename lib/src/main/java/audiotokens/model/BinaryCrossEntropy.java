package audiotokens.model;

import ai.djl.ndarray.NDArray;

/** The loss of logits against targets from 0 to 1, a binary decision a label. */
public final class BinaryCrossEntropy {
    private BinaryCrossEntropy() {}

    /**
     * The loss of each clip and label, as {@code BCEWithLogitsLoss(reduction="none")}.
     *
     * @param logits float32 (clips, labels)
     * @param targets float32 (clips, labels)
     */
    public static NDArray each(NDArray logits, NDArray targets) {
        return logits.getNDArrayInternal().softPlus().sub(logits.mul(targets));
    }
}
