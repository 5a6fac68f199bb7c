package audiotokens.pipeline.run;

import java.io.IOException;
import java.io.Serializable;

/**
 * What a stage does to one item, such as a clip, as a value that can be sent to another process: a record of plain values
 * without open files. What it needs to work is opened in three steps, so that each is done as seldom as possible.
 *
 * @param <T> the items
 * @param <R> what becomes of one
 */
@FunctionalInterface
public interface ItemWork<T extends Serializable, R extends Serializable> extends Serializable {

    /** Opens what all threads of a process share, such as an audio source. */
    Workshop<T, R> open() throws IOException;

    /** What the threads of one process share. */
    @FunctionalInterface
    interface Workshop<T, R> extends AutoCloseable {
        /** Makes what one thread needs for itself, such as a decoder with native memory. */
        Worker<T, R> worker() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** Works on one item after another, on one thread. */
    @FunctionalInterface
    interface Worker<T, R> extends AutoCloseable {
        /**
         * Processes an item.
         *
         * @throws ItemException if this item cannot be processed; the work continues with the others
         * @throws IOException if the work cannot continue, for example because the disk is full
         */
        R apply(T item) throws ItemException, IOException;

        @Override
        default void close() {}
    }
}
