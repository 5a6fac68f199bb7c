package audiotokens.pipeline.run;

import audiotokens.work.Progress;
import java.util.function.Consumer;

/** Shows the number of failed items next to a task's progress bar. Not thread-safe. */
public final class FailureCount {
    private final Progress.Task task;
    private long failed;

    public FailureCount(Progress.Task task) {
        this.task = task;
    }

    /** Counts one failed item. */
    public void add() {
        failed++;
        task.note(failed == 1 ? "1 problem" : failed + " problems");
    }

    /** Returns a consumer that counts failed outcomes and passes every outcome on to {@code next}. */
    public <T, R> Consumer<ItemOutcome<T, R>> counting(Consumer<ItemOutcome<T, R>> next) {
        return outcome -> {
            if (outcome instanceof ItemOutcome.Failed<T, R>) {
                add();
            }
            next.accept(outcome);
        };
    }
}
