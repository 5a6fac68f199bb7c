package audiotokens.pipeline.run;

import audiotokens.work.Progress;
import java.util.function.Consumer;

/** Notes beside a task's bar how many of its items have failed. For one thread at a time. */
public final class FailureCount {
    private final Progress.Task task;
    private long failed;

    public FailureCount(Progress.Task task) {
        this.task = task;
    }

    /** One more item has failed. */
    public void add() {
        failed++;
        task.note(failed == 1 ? "1 problem" : failed + " problems");
    }

    /** Counts the failed outcomes before each goes on to {@code next}. */
    public <T, R> Consumer<ItemOutcome<T, R>> before(Consumer<ItemOutcome<T, R>> next) {
        return outcome -> {
            if (outcome instanceof ItemOutcome.Failed<T, R>) {
                add();
            }
            next.accept(outcome);
        };
    }
}
