package audiotokens.spark;

import audiotokens.pipeline.run.ItemOutcome;
import java.io.Serializable;
import java.util.ArrayList;

/** All outcomes of a partition. */
final class PartitionOutcomes<T, R> implements OutcomeCollector<T, R, PartitionOutcomes.Value<T, R>> {
    private final ArrayList<ItemOutcome<T, R>> outcomes = new ArrayList<>();

    record Value<T, R>(ArrayList<ItemOutcome<T, R>> outcomes) implements Serializable {}

    @Override
    public void add(ItemOutcome<T, R> outcome) {
        outcomes.add(outcome);
    }

    @Override
    public Value<T, R> value() {
        return new Value<>(outcomes);
    }
}
