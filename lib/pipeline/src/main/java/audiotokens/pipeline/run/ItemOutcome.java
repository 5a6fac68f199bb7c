package audiotokens.pipeline.run;

import audiotokens.ExceptionMessage;
import java.io.IOException;
import java.io.Serializable;

/**
 * The outcome of processing one item.
 *
 * @param <T> type of the item
 * @param <R> type of the result
 */
public sealed interface ItemOutcome<T, R> extends Serializable {
    /**
     * Applies {@code worker} to {@code item}.
     *
     * @throws IOException if the work cannot continue
     */
    static <T, R> ItemOutcome<T, R> of(ItemWork.Worker<T, R> worker, T item) throws IOException {
        try {
            return new Done<>(item, worker.apply(item));
        } catch (ItemException e) {
            return new Failed<>(item, e.source(), ExceptionMessage.of(e));
        }
    }

    /** Returns the item. */
    T item();

    /** A processed item and its result. */
    record Done<T, R>(T item, R result) implements ItemOutcome<T, R> {}

    /**
     * An item that could not be processed.
     *
     * @param source origin of the item: a file, or a row or entry in a file
     * @param reason what is wrong, for the user
     */
    record Failed<T, R>(T item, String source, String reason) implements ItemOutcome<T, R> {}
}
