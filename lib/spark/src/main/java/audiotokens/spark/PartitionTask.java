package audiotokens.spark;

import audiotokens.AudioTokensException;
import audiotokens.file.FileErrors;
import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.ItemWork;
import audiotokens.pipeline.run.RemoteWorker;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * A Spark task: processes the items of one partition sequentially on the task's thread.
 *
 * @param <V> type of the value sent to the driver
 */
final class PartitionTask<T extends Serializable, R extends Serializable, V extends Serializable>
        extends AbstractFunction1<Iterator<ArrayList<T>>, PartitionTask.TaskResult<V>> implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Id of the executor in the driver's process, with {@code sparkMaster=local}. */
    private static final String DRIVER = "driver";

    private final String id;
    private final ItemWork<T, R> work;
    private final OutcomeCollector.Factory<T, R, V> collectors;

    /**
     * @param id id of the work, under which the tasks of a process share its resources
     * @param work work on one item
     * @param collectors creates the collector of a partition's outcomes
     */
    PartitionTask(String id, ItemWork<T, R> work, OutcomeCollector.Factory<T, R, V> collectors) {
        this.id = id;
        this.work = work;
        this.collectors = collectors;
    }

    /**
     * The result of a task.
     *
     * @param value value of the partition; null if the work cannot continue
     * @param reason why it cannot continue on any worker; null otherwise
     */
    record TaskResult<V extends Serializable>(@Nullable V value, @Nullable String reason) implements Serializable {}

    String id() {
        return id;
    }

    @Override
    @SuppressWarnings("NonApiType") // an ArrayList is serializable, a List may not be
    public TaskResult<V> apply(Iterator<ArrayList<T>> partition) {
        try {
            boolean remote = !SparkEnv.get().executorId().equals(DRIVER);
            V value = remote ? RemoteWorker.call(() -> process(partition)) : process(partition);
            return new TaskResult<>(value, null);
        } catch (AudioTokensException e) {
            return new TaskResult<>(null, e.getMessage() + " (" + worker() + ")");
        } catch (IOException e) {
            throw new PartitionFailedException(FileErrors.describe(e) + " (" + worker() + ")");
        }
    }

    @SuppressWarnings("NonApiType") // an ArrayList is serializable, a List may not be
    private V process(Iterator<ArrayList<T>> partition) throws IOException {
        try (SharedResources.Lease<T, R> lease = SharedResources.acquire(id, work)) {
            OutcomeCollector<T, R, V> collector = collectors.create();
            while (partition.hasNext()) {
                for (T item : partition.next()) {
                    if (TaskContext.get().isInterrupted()) {
                        throw new TaskKilledException();
                    }
                    collector.add(ItemOutcome.of(lease.worker(), item));
                }
            }
            return collector.value();
        }
    }

    private static String worker() {
        return "on the worker " + SparkEnv.get().blockManager().blockManagerId().host();
    }
}
