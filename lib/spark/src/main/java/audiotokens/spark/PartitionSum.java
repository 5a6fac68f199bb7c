package audiotokens.spark;

import audiotokens.pipeline.run.ItemOutcome;
import audiotokens.pipeline.run.Mergeable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The merged results of a partition, and the items that could not be processed. */
final class PartitionSum<T, R extends Mergeable<R>> implements OutcomeCollector<T, R, PartitionSum.Value<T, R>> {
    private final ArrayList<ItemOutcome.Failed<T, R>> failures = new ArrayList<>();
    private @Nullable R merged;

    /** @param merged null if no item could be processed; not an Optional, which is not serializable */
    record Value<T, R extends Serializable>(@Nullable R merged, ArrayList<ItemOutcome.Failed<T, R>> failures)
            implements Serializable {
        Optional<R> sum() {
            return Optional.ofNullable(merged);
        }
    }

    @Override
    public void add(ItemOutcome<T, R> outcome) {
        switch (outcome) {
            case ItemOutcome.Done<T, R> done -> merged = merged == null ? done.result() : merged.merge(done.result());
            case ItemOutcome.Failed<T, R> failed -> failures.add(failed);
        }
    }

    @Override
    public Value<T, R> value() {
        return new Value<>(merged, failures);
    }
}
