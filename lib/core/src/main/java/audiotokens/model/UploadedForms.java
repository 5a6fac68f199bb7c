package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Arrays of one input that {@link BatchUpload} has put on the device ahead of the step; none where the step makes its own.
 */
public final class UploadedForms {
    static final UploadedForms NONE = new UploadedForms(Map.of(), Set.of());

    private final Map<Batch.Form, NDArray> arrays;
    /** Forms that models have asked for, so that the next batches are uploaded in them. */
    private final Set<Batch.Form> asked;

    UploadedForms(Map<Batch.Form, NDArray> arrays, Set<Batch.Form> asked) {
        this.arrays = Map.copyOf(arrays);
        this.asked = asked;
    }

    /** The array of {@code form}, lent to the pass of {@code manager}; made now where it was not uploaded. */
    NDArray get(Batch.Form form, NDManager manager, Function<ArrayMaker, NDArray> making) {
        NDArray array = arrays.get(form);
        if (array == null) {
            if (this != NONE) {
                asked.add(form);
            }
            return making.apply(ArrayMaker.of(manager));
        }
        return lend(array, manager);
    }

    /** {@code array}, which belongs to {@code manager} until that is closed; so does what is computed from it. */
    static NDArray lend(NDArray array, NDManager manager) {
        if (array.getManager() != manager) {
            manager.tempAttachAll(array);
        }
        return array;
    }
}
