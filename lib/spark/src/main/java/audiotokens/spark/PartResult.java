package audiotokens.spark;

import audiotokens.pipeline.run.ItemOutcome;
import java.io.Serializable;

/**
 * Gathers the outcomes of a part's items, in their order, into what is sent to the driver.
 *
 * @param <V> what is sent
 */
interface PartResult<T, R, V extends Serializable> {
    void add(ItemOutcome<T, R> outcome);

    V value();

    /** Makes one for each part; goes to the executors. */
    @FunctionalInterface
    interface Factory<T, R, V extends Serializable> extends Serializable {
        PartResult<T, R, V> create();
    }
}
