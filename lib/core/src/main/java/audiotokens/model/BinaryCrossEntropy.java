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

    /**
     * The loss with a weight on positives, as {@code BCEWithLogitsLoss(pos_weight=..., reduction="none")}.
     *
     * @param positiveWeights float32 (labels,)
     */
    public static NDArray each(NDArray logits, NDArray targets, NDArray positiveWeights) {
        NDArray present = logits.neg().getNDArrayInternal().softPlus();
        NDArray absent = logits.getNDArrayInternal().softPlus();
        return present.mul(targets)
                .mul(positiveWeights)
                .add(absent.mul(targets.neg().add(1)));
    }
}
