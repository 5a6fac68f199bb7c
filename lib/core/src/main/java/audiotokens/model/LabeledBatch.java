package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;

/**
 * The input of a training or inference step.
 *
 * @param ids the clips
 * @param batch their inputs, padded
 * @param targets targets from 0 to 1, (clips, labels)
 * @param uploaded arrays that {@link BatchUpload} has put on the device, freed when the batch is closed; empty if each
 *     step creates its own
 */
public record LabeledBatch(List<String> ids, Batch batch, float[][] targets, Optional<UploadedArrays> uploaded)
        implements AutoCloseable {
    public LabeledBatch {
        ids = List.copyOf(ids);
    }

    /** A batch of Java arrays only. */
    public LabeledBatch(List<String> ids, Batch batch, float[][] targets) {
        this(ids, batch, targets, Optional.empty());
    }

    /** Returns the targets as float32 (clips, labels), attached to {@code manager}. */
    public NDArray targets(NDManager manager) {
        return uploaded.map(arrays -> arrays.targets(manager)).orElseGet(() -> manager.create(targets));
    }

    @Override
    public void close() {
        uploaded.ifPresent(UploadedArrays::close);
    }
}
