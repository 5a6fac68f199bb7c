package audiotokens.pipeline.run;

import java.io.Serializable;

/**
 * What came of one item.
 *
 * @param <T> the item
 * @param <R> its result
 */
public sealed interface ItemOutcome<T, R> extends Serializable {
    /** The item. */
    T item();

    /** An item that was worked on. */
    record Done<T, R>(T item, R result) implements ItemOutcome<T, R> {}

    /**
     * An item that cannot be used.
     *
     * @param source the file or record that it comes from
     * @param reason what is wrong, in words a person can act on
     */
    record Failed<T, R>(T item, String source, String reason) implements ItemOutcome<T, R> {}
}
