package audiotokens.model;

import ai.djl.ndarray.NDArray;

/** Cross-entropy of a softmax with target distributions over the labels. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Returns the loss per clip, (clips,), as {@code CrossEntropyLoss(reduction="none")} with probabilities as targets.
     *
     * @param logOdds log odds of the softmax, as computed by {@link SoftmaxOutput}, float32 (clips, labels)
     * @param targets float32 (clips, labels)
     */
    public static NDArray unreduced(NDArray logOdds, NDArray targets) {
        // log p = -softplus(-log(p / (1 - p)))
        return logOdds.neg().getNDArrayInternal().softPlus().mul(targets).sum(new int[] {1});
    }
}
