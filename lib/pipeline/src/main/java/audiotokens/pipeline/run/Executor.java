package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import audiotokens.work.Progress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Applies work to many items, on the threads of this process or on other machines.
 *
 * <p>Results do not depend on the number of threads or the order of execution: outcomes are delivered in item order,
 * and results are merged in blocks of {@link #BLOCK_SIZE} consecutive items, then block by block.
 *
 * <p>An item that cannot be processed ({@link ItemException}) becomes a {@link ItemOutcome.Failed failed outcome}; any
 * other exception aborts the work. Interrupting the calling thread also aborts the work, once the current items are
 * done, with a {@link java.util.concurrent.CancellationException}.
 */
public interface Executor {
    /**
     * Number of consecutive items whose results are merged first. The same for every executor, since it decides how
     * floating-point sums are rounded.
     */
    int BLOCK_SIZE = 64;

    /**
     * Creates the executor of a run.
     *
     * @throws StageException if the configured engine is not available
     */
    static Executor of(Configuration configuration) {
        return switch (configuration.execution().engine()) {
            case LOCAL -> new LocalExecutor(configuration.run().threadCount());
            case SPARK -> ExecutorProvider.forSpark().executor(configuration);
        };
    }

    /**
     * Applies {@code work} to every item.
     *
     * @param items the items; may be a list that computes its elements on access. Serializable if the executor works in
     *     other processes
     * @param task advanced by 1 per item; shows the number of failed items
     * @param outcomes receives the outcomes in item order, one call at a time; if it is slow, the work waits for it, so
     *     that results do not accumulate
     */
    <T extends Serializable, R extends Serializable> void forEach(
            List<T> items, ItemWork<T, R> work, Progress.Task task, Consumer<ItemOutcome<T, R>> outcomes);

    /**
     * Applies {@code work} to every item and merges the results.
     *
     * @param zero the result for an empty list
     * @param failures receives the items that could not be processed, in item order
     */
    <T extends Serializable, R extends Mergeable<R>> R reduce(
            List<T> items,
            ItemWork<T, R> work,
            R zero,
            Progress.Task task,
            Consumer<ItemOutcome.Failed<T, R>> failures);

    /** Applies {@code work} to every item and returns all outcomes in item order. They must fit into memory. */
    default <T extends Serializable, R extends Serializable> List<ItemOutcome<T, R>> map(
            List<T> items, ItemWork<T, R> work, Progress.Task task) {
        List<ItemOutcome<T, R>> all = new ArrayList<>(items.size());
        forEach(items, work, task, all::add);
        return all;
    }
}
