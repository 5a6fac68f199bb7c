package audiotokens.pipeline.run;

import java.io.IOException;
import java.io.Serializable;

/**
 * What came of one item.
 *
 * @param <T> the item
 * @param <R> its result
 */
public sealed interface Outcome<T, R> extends Serializable {
    /**
     * Applies {@code worker} to {@code item}.
     *
     * @throws IOException if the work cannot continue
     */
    static <T, R> Outcome<T, R> of(ItemWork.Worker<T, R> worker, T item) throws IOException {
        try {
            return new Done<>(item, worker.apply(item));
        } catch (ItemException e) {
            return new Failed<>(item, e.source(), e.getMessage());
        }
    }

    /** The item. */
    T item();

    /** An item that was worked on. */
    record Done<T, R>(T item, R result) implements Outcome<T, R> {}

    /**
     * An item that cannot be used.
     *
     * @param source the file or record that it comes from
     * @param reason what is wrong, in words a person can act on
     */
    record Failed<T, R>(T item, String source, String reason) implements Outcome<T, R> {}
}
