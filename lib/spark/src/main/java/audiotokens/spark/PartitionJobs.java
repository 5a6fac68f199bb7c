package audiotokens.spark;

import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Submits partitions of the items to Spark as jobs of a few tasks each. Only a few jobs run ahead of the next result to
 * deliver: enough to keep all cores busy, and too few for results to accumulate at the driver.
 */
final class PartitionJobs<T extends Serializable, R extends Serializable, V extends Serializable> {
    /** Number of tasks per core in each job. */
    private static final int TASKS_PER_CORE = 2;
    /** Number of jobs submitted before the first of them has finished. */
    private static final int JOBS_AHEAD = 3;
    /** Maximum number of tasks per core whose results have not been delivered. */
    static final int MAX_TASKS_PER_CORE = TASKS_PER_CORE * JOBS_AHEAD;

    private static final long SECONDS_WITHOUT_EXECUTOR = 10;

    private final JavaSparkContext spark;
    private final Partitions<T> partitions;
    private final PartitionTask<T, R, V> partitionTask;
    private final Progress.Task progress;
    private final BlockingQueue<ReceivedResult<V>> received = new LinkedBlockingQueue<>();
    private final Deque<FutureAction<?>> jobs = new ArrayDeque<>();
    private final long start = System.nanoTime();
    private int submitted;
    private boolean isWaitingNoted;

    private record ReceivedResult<V extends Serializable>(int partition, PartitionTask.TaskResult<V> result) {}

    PartitionJobs(
            JavaSparkContext spark,
            Partitions<T> partitions,
            PartitionTask<T, R, V> partitionTask,
            Progress.Task progress) {
        this.spark = spark;
        this.partitions = partitions;
        this.partitionTask = partitionTask;
        this.progress = progress;
    }

    /**
     * Passes the result of each partition to {@code results}, in order.
     *
     * @throws StageException if a partition has failed the maximum number of times, or no worker can process it
     * @throws CancellationException if the calling thread is interrupted
     */
    void run(Consumer<V> results) {
        Map<Integer, V> buffered = new HashMap<>();
        int nextToDeliver = 0;
        try {
            while (nextToDeliver < partitions.count()) {
                submit(nextToDeliver);
                ReceivedResult<V> next = next(nextToDeliver);
                if (next.result().reason() != null) {
                    throw new StageException(next.result().reason());
                }
                buffered.put(next.partition(), next.result().value());
                progress.advance(partitions.length(next.partition()));
                for (V ready = buffered.remove(nextToDeliver); ready != null; ready = buffered.remove(nextToDeliver)) {
                    nextToDeliver++;
                    results.accept(ready);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped; run the cell again to resume");
        } finally {
            jobs.forEach(FutureAction::cancel);
        }
    }

    private void submit(int nextToDeliver) {
        int tasks = TASKS_PER_CORE * Math.max(2, spark.defaultParallelism());
        while (submitted < partitions.count() && submitted + tasks <= nextToDeliver + JOBS_AHEAD * tasks) {
            submitJob(submitted, Math.min(submitted + tasks, partitions.count()));
        }
    }

    private void submitJob(int first, int end) {
        List<ArrayList<T>> jobPartitions =
                IntStream.range(first, end).mapToObj(partitions::get).toList();
        jobs.add(spark.sc()
                .submitJob(
                        spark.parallelize(jobPartitions, jobPartitions.size()).rdd(),
                        partitionTask,
                        CollectionConverters.asScala(IntStream.range(0, jobPartitions.size())
                                        .<Object>mapToObj(index -> index)
                                        .toList())
                                .toSeq(),
                        new ResultReceiver<>(received, first),
                        new NoReturnValue()));
        submitted = end;
    }

    /** Puts each result into the queue. Called by Spark's scheduler, so it must not block. */
    private static final class ResultReceiver<V extends Serializable>
            extends AbstractFunction2<Object, PartitionTask.TaskResult<V>, BoxedUnit> {
        private final BlockingQueue<ReceivedResult<V>> received;
        private final int first;

        ResultReceiver(BlockingQueue<ReceivedResult<V>> received, int first) {
            this.received = received;
            this.first = first;
        }

        @Override
        public BoxedUnit apply(Object taskIndex, PartitionTask.TaskResult<V> result) {
            received.add(new ReceivedResult<>(first + (Integer) taskIndex, result));
            return BoxedUnit.UNIT;
        }
    }

    private static final class NoReturnValue extends AbstractFunction0<BoxedUnit> {
        @Override
        public BoxedUnit apply() {
            return BoxedUnit.UNIT;
        }
    }

    private ReceivedResult<V> next(int nextToDeliver) throws InterruptedException {
        while (true) {
            ReceivedResult<V> next = received.poll(200, TimeUnit.MILLISECONDS);
            if (next != null) {
                if (isWaitingNoted) {
                    isWaitingNoted = false;
                    progress.note("");
                }
                return next;
            }
            while (!jobs.isEmpty() && jobs.peek().isCompleted()) {
                checkSucceeded(jobs.remove());
            }
            noteMissingExecutors();
            submit(nextToDeliver); // executors may have registered in the meantime
        }
    }

    private static void checkSucceeded(FutureAction<?> job) {
        var result = job.value().get();
        if (result.isFailure()) {
            throw new StageException(
                    JobFailure.describe(result.failed().get()), result.failed().get());
        }
    }

    private void noteMissingExecutors() {
        if (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) >= SECONDS_WITHOUT_EXECUTOR
                && !SparkConnection.hasExecutor(spark)) {
            isWaitingNoted = true;
            progress.note(
                    "no executor: does the cluster have a free core and as much free memory as spark.executor.memory?");
        }
    }
}
