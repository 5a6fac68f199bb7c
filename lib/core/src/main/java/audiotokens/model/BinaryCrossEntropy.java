package audiotokens.model;

import ai.djl.ndarray.NDArray;

/** Binary cross-entropy of logits with targets from 0 to 1, per label. */
public final class BinaryCrossEntropy {
    private BinaryCrossEntropy() {}

    /**
     * Returns the loss per clip and label, (clips, labels), as {@code BCEWithLogitsLoss(reduction="none")}.
     *
     * @param logits float32 (clips, labels)
     * @param targets float32 (clips, labels)
     */
    public static NDArray unreduced(NDArray logits, NDArray targets) {
        return logits.getNDArrayInternal().softPlus().sub(logits.mul(targets));
    }

    /**
     * Returns the loss per clip and label with weighted positives, as
     * {@code BCEWithLogitsLoss(pos_weight=..., reduction="none")}.
     *
     * @param positiveWeights float32 (labels,)
     */
    public static NDArray unreduced(NDArray logits, NDArray targets, NDArray positiveWeights) {
        NDArray positiveLoss = logits.neg().getNDArrayInternal().softPlus();
        NDArray negativeLoss = logits.getNDArrayInternal().softPlus();
        return positiveLoss
                .mul(targets)
                .mul(positiveWeights)
                .add(negativeLoss.mul(targets.neg().add(1)));
    }
}
