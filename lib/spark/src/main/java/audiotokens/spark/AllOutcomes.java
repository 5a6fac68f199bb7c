package audiotokens.spark;

import audiotokens.pipeline.run.Outcome;
import java.io.Serializable;
import java.util.ArrayList;

/** All outcomes of a part. */
final class AllOutcomes<T, R> implements PartResult<T, R, AllOutcomes.Value<T, R>> {
    private final ArrayList<Outcome<T, R>> outcomes = new ArrayList<>();

    record Value<T, R>(ArrayList<Outcome<T, R>> outcomes) implements Serializable {}

    @Override
    public void add(Outcome<T, R> outcome) {
        outcomes.add(outcome);
    }

    @Override
    public Value<T, R> value() {
        return new Value<>(outcomes);
    }
}
