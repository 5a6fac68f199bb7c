package audiotokens.spark;

import audiotokens.pipeline.run.ItemOutcome;
import java.io.Serializable;
import java.util.ArrayList;

/** All outcomes of a part. */
final class PartOutcomes<T, R> implements PartResult<T, R, PartOutcomes.Value<T, R>> {
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
