package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Arrays of one input that {@link BatchUpload} has put on the device before the step; empty if the step creates its
 * own.
 */
public final class UploadedLayouts {
    static final UploadedLayouts NONE = new UploadedLayouts(Map.of(), Set.of());

    private final Map<Batch.Layout, NDArray> arrays;
    /** Layouts that models have requested, in which the next batches are uploaded. */
    private final Set<Batch.Layout> requested;

    UploadedLayouts(Map<Batch.Layout, NDArray> arrays, Set<Batch.Layout> requested) {
        this.arrays = Map.copyOf(arrays);
        this.requested = requested;
    }

    /** Returns the array in this layout, attached to {@code manager}; created now if it was not uploaded. */
    NDArray get(Batch.Layout layout, NDManager manager, Function<ArrayMaker, NDArray> create) {
        NDArray array = arrays.get(layout);
        if (array == null) {
            if (this != NONE) {
                requested.add(layout);
            }
            return create.apply(ArrayMaker.of(manager));
        }
        return attach(array, manager);
    }

    /**
     * Attaches {@code array} to {@code manager} until the manager is closed, so that results computed from the array
     * belong to the manager.
     */
    @SuppressWarnings("ReferenceEquality") // the same manager
    static NDArray attach(NDArray array, NDManager manager) {
        if (array.getManager() != manager) {
            manager.tempAttachAll(array);
        }
        return array;
    }
}
