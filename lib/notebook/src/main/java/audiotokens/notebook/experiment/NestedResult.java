package audiotokens.notebook.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of a nested cross-validation.
 *
 * @param choices the choice for each outer fold, in order
 * @param chosen score of the chosen settings on the outer folds: the performance of selection and training together
 * @param settings score of each setting on the outer folds; the best of these is biased upwards, since it would be
 *     selected by the same clips that evaluate it
 */
public record NestedResult(
        List<InnerChoice> choices, CrossValidationResult chosen, List<CrossValidationResult> settings) {
    public NestedResult {
        choices = List.copyOf(choices);
        settings = List.copyOf(settings);
    }

    /** Returns the score of the chosen settings, followed by the score of each setting. */
    public List<CrossValidationResult> all() {
        List<CrossValidationResult> results = new ArrayList<>(List.of(chosen));
        results.addAll(settings);
        return List.copyOf(results);
    }

    /**
     * Returns the number of fitted models: each setting is fitted for each outer fold and for each pair of an outer and
     * an inner fold.
     */
    public int nFits() {
        int inner = choices.stream()
                .mapToInt(choice -> choice.results().getFirst().folds().size())
                .sum();
        return settings.size() * (choices.size() + inner);
    }
}
