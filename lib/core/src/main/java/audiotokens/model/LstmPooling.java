package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/** Pools an LSTM's time-major states into one vector per clip, excluding padding. */
final class LstmPooling {
    private final PaddedSequences sequences;
    /** (frames, clips, 1): 1 for frames, 0 for padding; null if there is no padding. */
    private final @Nullable NDArray mask;

    LstmPooling(NDManager manager, Batch batch, PaddedSequences sequences) {
        this.sequences = sequences;
        this.mask = batch.isUnpadded() ? null : batch.mask(manager).transpose().expandDims(2);
    }

    /**
     * Pools the states of both directions, each (frames, clips, hidden) in its direction's order.
     *
     * @param layers with a linear layer {@code attention} of one output, for attention pooling
     */
    NDArray pool(Pooling pooling, NDArray forward, NDArray backward, Layers layers) {
        return switch (pooling) {
            case LAST -> Layers.relu(sequences.lastStates(forward).concat(sequences.lastStates(backward), 1));
            case MEAN -> mean(forward).concat(mean(backward), 1);
            case MAX -> max(forward).concat(max(backward), 1);
            case MEANMAX ->
                mean(forward).concat(mean(backward), 1).concat(max(forward), 1).concat(max(backward), 1);
            case ATTENTION -> attention(forward.concat(sequences.reverse(backward), 2), layers);
        };
    }

    private NDArray mean(NDArray states) {
        if (mask == null) {
            return states.mean(new int[] {0});
        }
        return states.mul(mask).sum(new int[] {0}).div(mask.sum(new int[] {0}));
    }

    private NDArray max(NDArray states) {
        return maskPadding(states).max(new int[] {0});
    }

    private NDArray attention(NDArray states, Layers layers) {
        NDArray weights = maskPadding(layers.linear("attention", states)).softmax(0);
        return states.mul(weights).sum(new int[] {0});
    }

    /** Returns the states with padding set to a large negative value. */
    private NDArray maskPadding(NDArray states) {
        return mask == null ? states : states.add(mask.sub(1).mul(-SequencePooling.MASK_BIAS));
    }

    /** Returns the number of vectors of one direction's hidden size that {@code pooling} concatenates. */
    static int widthFactor(Pooling pooling) {
        return pooling == Pooling.MEANMAX ? 4 : 2;
    }
}
