package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** Gathers and reverses the time-major states (frames, clips, features) of a padded batch, per clip. */
public final class PaddedSequences {
    private final NDManager manager;
    private final Batch batch;

    /** @param manager the pass's manager */
    public PaddedSequences(NDManager manager, Batch batch) {
        this.manager = manager;
        this.batch = batch;
    }

    /** Returns each clip's state at its last frame: (clips, features). */
    public NDArray lastStates(NDArray states) {
        if (batch.isUnpadded()) {
            return states.get(new NDIndex().addIndices(batch.maxLength() - 1));
        }
        long[] indices = new long[batch.size()];
        for (int clip = 0; clip < indices.length; clip++) {
            indices[clip] = (long) (batch.lengths()[clip] - 1) * indices.length + clip;
        }
        return rows(states, indices, new Shape(indices.length, states.getShape().get(2)));
    }

    /** Reverses the states of each clip; padding stays at the end. */
    public NDArray reverse(NDArray states) {
        if (batch.isUnpadded()) {
            return states.flip(0);
        }
        int size = batch.size();
        long[] indices = new long[size * batch.maxLength()];
        for (int frame = 0; frame < batch.maxLength(); frame++) {
            for (int clip = 0; clip < size; clip++) {
                int length = batch.lengths()[clip];
                int sourceFrame = frame < length ? length - 1 - frame : frame;
                indices[frame * size + clip] = (long) sourceFrame * size + clip;
            }
        }
        return rows(states, indices, states.getShape());
    }

    private NDArray rows(NDArray states, long[] indices, Shape shape) {
        NDArray table = states.reshape(-1, states.getShape().get(2));
        return Layers.rows(table, manager.create(indices)).reshape(shape);
    }
}
