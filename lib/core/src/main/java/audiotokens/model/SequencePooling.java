package audiotokens.model;

import ai.djl.ndarray.NDArray;

/**
 * Makes one vector a clip of the states at its frames: (clips, frames, width) to (clips, width). A mask (clips, frames)
 * is 1 at frames and 0 at padding, as {@link Batch#mask} gives it; padding then has no part in the result.
 */
public final class SequencePooling {
    /** Added to what must not win a maximum or get weight in a softmax. */
    static final float MASKED = -1e30f;

    private SequencePooling() {}

    /** The mean over all frames. */
    public static NDArray mean(NDArray states) {
        return states.mean(new int[] {1});
    }

    /** The mean over the frames of the mask. */
    public static NDArray mean(NDArray states, NDArray mask) {
        NDArray column = mask.expandDims(2);
        return states.mul(column).sum(new int[] {1}).div(column.sum(new int[] {1}));
    }

    /** The maximum over all frames. */
    public static NDArray max(NDArray states) {
        return states.max(new int[] {1});
    }

    /** The maximum over the frames of the mask. */
    public static NDArray max(NDArray states, NDArray mask) {
        return states.add(bias(mask)).max(new int[] {1});
    }

    /**
     * A weighted mean over all frames, with weights learned from the states (Bahdanau et al., 2015, with one query).
     *
     * @param name a linear layer of one output
     */
    public static NDArray attention(Layers layers, String name, NDArray states) {
        NDArray weights = layers.linear(name, states).softmax(1);
        return states.mul(weights).sum(new int[] {1});
    }

    /** The same over the frames of the mask. */
    public static NDArray attention(Layers layers, String name, NDArray states, NDArray mask) {
        NDArray weights = layers.linear(name, states).add(bias(mask)).softmax(1);
        return states.mul(weights).sum(new int[] {1});
    }

    private static NDArray bias(NDArray mask) {
        return mask.expandDims(2).sub(1).mul(-MASKED);
    }
}
