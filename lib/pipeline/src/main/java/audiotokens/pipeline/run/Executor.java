package audiotokens.pipeline.run;

import audiotokens.pipeline.config.Configuration;
import audiotokens.work.Progress;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Applies work to many items: on the threads of this process, or wherever else an implementation puts it.
 *
 * <p>What comes out does not depend on where and in which order the items were worked on: outcomes are handed over in the
 * order of the items, and results are merged in parts of {@link #PART} consecutive items, the parts in their order.
 *
 * <p>An item that cannot be used ({@link ItemException}) is a {@link ItemOutcome.Failed failed outcome}; any other exception
 * stops the whole work. So does an interrupt of the calling thread, after the items in hand, with a {@link
 * java.util.concurrent.CancellationException}.
 */
public interface Executor {
    /** Consecutive items whose results are merged first: part of what a sum is, so the same for every executor. */
    int PART = 64;

    /**
     * The executor of a run.
     *
     * @throws StageException where the engine that the configuration names is not there
     */
    static Executor of(Configuration configuration) {
        return switch (configuration.engine().engine()) {
            case LOCAL -> new LocalExecutor(configuration.run().threadCount());
            case SPARK -> ExecutorProvider.ofSpark().executor(configuration);
        };
    }

    /**
     * Applies {@code work} to every item.
     *
     * @param items may be computed as they are asked for; what goes to another process must be serializable
     * @param task is advanced by 1 for each item, and notes how many have failed
     * @param outcomes is given each outcome in the order of the items, by one thread at a time; holds back the work where
     *     it is slow, so that results do not pile up
     */
    <T extends Serializable, R extends Serializable> void forEach(
            List<T> items, ItemWork<T, R> work, Progress.Task task, Consumer<ItemOutcome<T, R>> outcomes);

    /**
     * Applies {@code work} to every item and merges the results.
     *
     * @param zero the result of no items
     * @param failures is given each item that could not be used, in the order of the items
     */
    <T extends Serializable, R extends Mergeable<R>> R reduce(
            List<T> items,
            ItemWork<T, R> work,
            R zero,
            Progress.Task task,
            Consumer<ItemOutcome.Failed<T, R>> failures);

    /** All outcomes in the order of the items, where these are few enough to be held in memory. */
    default <T extends Serializable, R extends Serializable> List<ItemOutcome<T, R>> map(
            List<T> items, ItemWork<T, R> work, Progress.Task task) {
        List<ItemOutcome<T, R>> all = new ArrayList<>(items.size());
        forEach(items, work, task, all::add);
        return all;
    }
}
