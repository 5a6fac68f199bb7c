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
    private final Set<Batch.Layout> asked;

    UploadedLayouts(Map<Batch.Layout, NDArray> arrays, Set<Batch.Layout> asked) {
        this.arrays = Map.copyOf(arrays);
        this.asked = asked;
    }

    /** The array in layout {@code form}, attached to {@code manager}; created now if it was not uploaded. */
    NDArray get(Batch.Layout form, NDManager manager, Function<ArrayMaker, NDArray> making) {
        NDArray array = arrays.get(form);
        if (array == null) {
            if (this != NONE) {
                asked.add(form);
            }
            return making.apply(ArrayMaker.of(manager));
        }
        return lend(array, manager);
    }

    /**
     * Attaches {@code array} to {@code manager} until that is closed, so that results computed from it belong to {@code
     * manager}.
     */
    @SuppressWarnings("ReferenceEquality") // the same manager
    static NDArray lend(NDArray array, NDManager manager) {
        if (array.getManager() != manager) {
            manager.tempAttachAll(array);
        }
        return array;
    }
}
