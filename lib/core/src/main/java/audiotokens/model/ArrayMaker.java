package audiotokens.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Creates NDArrays from Java arrays. */
interface ArrayMaker {
    NDArray create(long[] values, Shape shape);

    NDArray create(float[] values, Shape shape);

    /** Creates arrays owned by {@code manager}. */
    static ArrayMaker of(NDManager manager) {
        return new ArrayMaker() {
            @Override
            public NDArray create(long[] values, Shape shape) {
                return manager.create(values, shape);
            }

            @Override
            public NDArray create(float[] values, Shape shape) {
                return manager.create(values, shape);
            }
        };
    }
}
