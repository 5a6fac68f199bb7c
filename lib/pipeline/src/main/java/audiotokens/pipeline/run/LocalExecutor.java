package audiotokens.pipeline.run;

import audiotokens.file.FileErrors;
import audiotokens.work.Parallel;
import audiotokens.work.Progress;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work on threads of this process.
 *
 * @param threads number of threads, at least 1
 */
public record LocalExecutor(int threads) implements Executor {
    /** Maximum number of results per thread that wait for an earlier item. */
    private static final int MAX_PENDING_RESULTS = 32;
    /** Maximum size in bytes of results waiting for an earlier item; one per thread is always allowed. */
    private static final long MAX_PENDING_BYTES = 256L << 20;

    public LocalExecutor {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
    }

    @Override
    public <T extends Serializable, R extends Serializable> void forEach(
            List<T> items, ItemWork<T, R> work, Progress.Task task, Consumer<ItemOutcome<T, R>> outcomes) {
        forEach(items, work, Math.multiplyExact(threads, MAX_PENDING_RESULTS), task, outcomes);
    }

    private <T extends Serializable, R extends Serializable> void forEach(
            List<T> items, ItemWork<T, R> work, int window, Progress.Task task, Consumer<ItemOutcome<T, R>> outcomes) {
        OrderedDelivery<ItemOutcome<T, R>> delivery =
                new OrderedDelivery<>(window, new FailureCount(task).counting(outcomes));
        Iterable<Integer> indices = IntStream.range(0, items.size())::iterator;
        try (ItemWork.WorkerFactory<T, R> factory = work.open()) {
            Parallel.forEach(indices, threads, () -> {
                ItemWork.Worker<T, R> worker = factory.worker();
                return new Parallel.Worker<>() {
                    @Override
                    public void handle(Integer index) throws Exception {
                        try {
                            delivery.waitForTurn(index);
                            T item = items.get(index);
                            delivery.put(index, ItemOutcome.of(worker, item));
                        } catch (Throwable e) {
                            delivery.stop();
                            throw e;
                        }
                        task.advance(1);
                    }

                    @Override
                    public void close() {
                        worker.close();
                    }
                };
            });
        } catch (IOException e) {
            throw new StageException(FileErrors.describe(e), e);
        }
    }

    @Override
    public <T extends Serializable, R extends Mergeable<R>> R reduce(
            List<T> items,
            ItemWork<T, R> work,
            R zero,
            Progress.Task task,
            Consumer<ItemOutcome.Failed<T, R>> failures) {
        BlockSums<T, R> sums = new BlockSums<>(zero, failures);
        long capacity = MAX_PENDING_BYTES / Math.max(1, zero.approximateBytes());
        forEach(items, work, Math.clamp(capacity, threads, threads * MAX_PENDING_RESULTS), task, sums);
        return sums.total();
    }

    /** Merges the results within each block, then the blocks. */
    private static final class BlockSums<T, R extends Mergeable<R>> implements Consumer<ItemOutcome<T, R>> {
        private final Consumer<ItemOutcome.Failed<T, R>> failures;
        private R total;
        private @Nullable R block;
        private int itemsInBlock;

        BlockSums(R zero, Consumer<ItemOutcome.Failed<T, R>> failures) {
            this.total = zero;
            this.failures = failures;
        }

        @Override
        public void accept(ItemOutcome<T, R> outcome) {
            switch (outcome) {
                case ItemOutcome.Done<T, R> done -> block = block == null ? done.result() : block.merge(done.result());
                case ItemOutcome.Failed<T, R> failed -> failures.accept(failed);
            }
            if (++itemsInBlock == BLOCK_SIZE) {
                endBlock();
            }
        }

        private void endBlock() {
            total = block == null ? total : total.merge(block);
            block = null;
            itemsInBlock = 0;
        }

        R total() {
            endBlock();
            return total;
        }
    }
}
