package audiotokens.model;

import ai.djl.ndarray.NDArray;

/**
 * Pools states over time: (clips, frames, features) to (clips, features). A mask of shape (clips, frames), as returned
 * by {@link Batch#mask}, is 1 for frames and 0 for padding, which is excluded.
 */
public final class SequencePooling {
    /** Added to the values of padding, so that they are never the maximum and get zero weight in a softmax. */
    static final float MASK_BIAS = -1e30f;

    private SequencePooling() {}

    /** Returns the mean over all frames. */
    public static NDArray mean(NDArray states) {
        return states.mean(new int[] {1});
    }

    /** Returns the mean over all frames except padding. */
    public static NDArray mean(NDArray states, NDArray mask) {
        NDArray column = mask.expandDims(2);
        return states.mul(column).sum(new int[] {1}).div(column.sum(new int[] {1}));
    }

    /** Returns the maximum over all frames. */
    public static NDArray max(NDArray states) {
        return states.max(new int[] {1});
    }

    /** Returns the maximum over all frames except padding. */
    public static NDArray max(NDArray states, NDArray mask) {
        return states.add(bias(mask)).max(new int[] {1});
    }

    /**
     * Applies attention pooling: a weighted mean over all frames, with weights computed from the states by a learned
     * linear layer (Bahdanau et al., 2015, with a single learned query).
     *
     * @param name name of a linear layer with one output
     */
    public static NDArray attention(Layers layers, String name, NDArray states) {
        NDArray weights = layers.linear(name, states).softmax(1);
        return states.mul(weights).sum(new int[] {1});
    }

    /** Applies attention pooling over all frames except padding. */
    public static NDArray attention(Layers layers, String name, NDArray states, NDArray mask) {
        NDArray weights = layers.linear(name, states).add(bias(mask)).softmax(1);
        return states.mul(weights).sum(new int[] {1});
    }

    private static NDArray bias(NDArray mask) {
        return mask.expandDims(2).sub(1).mul(-MASK_BIAS);
    }
}
