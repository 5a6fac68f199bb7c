package audiotokens.spark;

import audiotokens.pipeline.run.ItemOutcome;
import java.io.Serializable;

/**
 * Collects the outcomes of a partition's items, in order, into a value that is sent to the driver.
 *
 * @param <V> type of the value
 */
interface OutcomeCollector<T, R, V extends Serializable> {
    void add(ItemOutcome<T, R> outcome);

    V value();

    /** Creates one collector per partition; sent to the executors. */
    @FunctionalInterface
    interface Factory<T, R, V extends Serializable> extends Serializable {
        OutcomeCollector<T, R, V> create();
    }
}
