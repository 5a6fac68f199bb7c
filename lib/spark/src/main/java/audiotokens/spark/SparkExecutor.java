package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.run.Executor;
import audiotokens.pipeline.run.FailureCount;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.Mergeable;
import audiotokens.work.Progress;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs the work on the executors of a Spark application. Each Spark task processes consecutive items. Results are
 * delivered in item order, and sums are merged in the same blocks as by {@link audiotokens.pipeline.run.LocalExecutor},
 * so results are bitwise identical.
 *
 * <p>A task whose executor is lost is retried on another. A task that fails with an {@link java.io.IOException}, for
 * instance because a disk is full, is also retried; after {@code spark.task.maxFailures} failures, the work is aborted.
 *
 * @param configuration configuration of the run
 */
record SparkExecutor(Configuration configuration) implements Executor {
    private static final int MIN_ITEMS = 16;
    /** Maximum number of items per task of {@code forEach}: their results wait at the driver for earlier results. */
    private static final int MAX_ITEMS = 256;
    /** Number of items whose results may wait at the driver; limits the items per task if there are many cores. */
    private static final int MAX_WAITING_ITEMS = 200_000;
    /** Minimum number of tasks per core, if there are enough items, so that all cores finish at about the same time. */
    private static final int MIN_TASKS_PER_CORE = 32;

    @Override
    public <T extends Serializable, R extends Serializable> void forEach(
            List<T> items, ItemWork<T, R> work, Progress.Task task, Consumer<ItemOutcome<T, R>> outcomes) {
        Consumer<ItemOutcome<T, R>> counted = new FailureCount(task).counting(outcomes);
        run(
                new Partitions<>(items, work.isLarge() ? 1 : itemsPerTask(items.size())),
                new PartitionTask<>(id(), work, PartitionOutcomes::new),
                task,
                partition -> partition.outcomes().forEach(counted));
    }

    /**
     * Returns the number of items per task: as many as the limits above allow, since the overhead of a task is about
     * the CPU time of one clip.
     */
    private int itemsPerTask(int nItems) {
        JavaSparkContext spark = SparkConnection.of(configuration);
        SparkConnection.awaitExecutor(spark);
        int cores = Math.max(1, spark.defaultParallelism());
        int maxItems = Math.clamp(MAX_WAITING_ITEMS / (PartitionJobs.MAX_TASKS_PER_CORE * cores), MIN_ITEMS, MAX_ITEMS);
        return Math.clamp(nItems / (MIN_TASKS_PER_CORE * cores), MIN_ITEMS, maxItems);
    }

    @Override
    public <T extends Serializable, R extends Mergeable<R>> R reduce(
            List<T> items,
            ItemWork<T, R> work,
            R zero,
            Progress.Task task,
            Consumer<ItemOutcome.Failed<T, R>> failures) {
        FailureCount count = new FailureCount(task);
        Total<R> total = new Total<>(zero);
        run(
                new Partitions<>(items, BLOCK_SIZE),
                new PartitionTask<>(id(), work, PartitionSum::new),
                task,
                partition -> {
                    for (ItemOutcome.Failed<T, R> failed : partition.failures()) {
                        count.add();
                        failures.accept(failed);
                    }
                    partition.sum().ifPresent(total::add);
                });
        return total.value;
    }

    private <T extends Serializable, R extends Serializable, V extends Serializable> void run(
            Partitions<T> partitions,
            PartitionTask<T, R, V> partitionTask,
            Progress.Task progress,
            Consumer<V> results) {
        try {
            new PartitionJobs<>(SparkConnection.of(configuration), partitions, partitionTask, progress).run(results);
        } finally {
            SharedResources.close(partitionTask.id());
        }
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static final class Total<R extends Mergeable<R>> {
        private R value;

        Total(R zero) {
            value = zero;
        }

        void add(R partition) {
            value = value.merge(partition);
        }
    }
}
