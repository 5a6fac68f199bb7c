package audiotokens.pipeline.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;

/**
 * What a stage does to one item, such as a clip. It can be sent to another process, so it is a record of plain values
 * without open files. {@link #open} opens the resources of a process, {@link WorkerFactory#worker} those of a thread.
 *
 * @param <T> type of the items
 * @param <R> type of the results
 */
@FunctionalInterface
public interface ItemWork<T extends Serializable, R extends Serializable> extends Serializable {

    /** Returns whether an item, such as a whole recording or run, is large enough to be sent to a worker by itself. */
    default boolean isLarge() {
        return false;
    }

    /** Opens what the threads of a process share, such as an audio source. */
    WorkerFactory<T, R> open() throws IOException;

    /** The resources that the threads of one process share. */
    @FunctionalInterface
    interface WorkerFactory<T, R> extends AutoCloseable {
        /** Creates the resources of one thread, such as a decoder with native memory. */
        Worker<T, R> worker() throws IOException;

        @Override
        default void close() throws IOException {}

        /**
         * Creates a factory that returns the same worker for all threads.
         *
         * @param resource what the worker reads from; closed with the factory
         * @param worker thread-safe worker that needs no closing
         */
        static <T, R> WorkerFactory<T, R> shared(Closeable resource, Worker<T, R> worker) {
            return new WorkerFactory<>() {
                @Override
                public Worker<T, R> worker() {
                    return worker;
                }

                @Override
                public void close() throws IOException {
                    resource.close();
                }
            };
        }
    }

    /** Processes items sequentially on one thread. */
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
