package audiotokens.spark;

import audiotokens.pipeline.run.ItemWork;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The resources that tasks of this process share for the current work, such as an audio source: opened by the first
 * task of the work, and closed when a task of other work starts or, if tasks still use them, when the last of these tasks ends.
 */
final class SharedResources {
    private static final Map<String, Shared<?, ?>> OPEN = new HashMap<>();

    private SharedResources() {}

    /** A worker used by one thread until it is closed. */
    record Lease<T, R>(Shared<T, R> shared, ItemWork.Worker<T, R> worker) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            release(this);
        }
    }

    private static final class Shared<T, R> {
        private final ItemWork.WorkerFactory<T, R> factory;
        private final Deque<ItemWork.Worker<T, R>> idle = new ArrayDeque<>();
        private int leaseCount;
        private boolean ended;

        Shared(ItemWork.WorkerFactory<T, R> factory) {
            this.factory = factory;
        }

        void close() throws IOException {
            idle.forEach(ItemWork.Worker::close);
            factory.close();
        }
    }

    static synchronized <T extends java.io.Serializable, R extends java.io.Serializable> Lease<T, R> acquire(
            String id, ItemWork<T, R> work) throws IOException {
        for (String otherId :
                OPEN.keySet().stream().filter(openId -> !openId.equals(id)).toList()) {
            close(otherId);
        }
        @SuppressWarnings("unchecked") // work with the same id has the same types
        Shared<T, R> shared = (Shared<T, R>) OPEN.get(id);
        if (shared == null) {
            shared = new Shared<>(work.open());
            OPEN.put(id, shared);
        }
        ItemWork.Worker<T, R> worker = shared.idle.isEmpty() ? shared.factory.worker() : shared.idle.removeLast();
        shared.leaseCount++;
        return new Lease<>(shared, worker);
    }

    private static synchronized <T, R> void release(Lease<T, R> lease) throws IOException {
        Shared<T, R> shared = lease.shared();
        shared.idle.add(lease.worker());
        shared.leaseCount--;
        if (shared.ended && shared.leaseCount == 0) {
            shared.close();
        }
    }

    /** Closes the resources of the work with this id in this process, as soon as no running task uses them. */
    static synchronized void close(String id) {
        Shared<?, ?> shared = OPEN.remove(id);
        if (shared == null) {
            return;
        }
        shared.ended = true;
        if (shared.leaseCount == 0) {
            try {
                shared.close();
            } catch (IOException e) {
                // ignored: worker factories only read, so nothing is lost
            }
        }
    }
}
