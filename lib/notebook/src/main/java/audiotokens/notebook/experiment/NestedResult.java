package audiotokens.notebook.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * What a nested cross-validation found.
 *
 * @param choices one an outer fold, in order
 * @param chosen the score on the outer folds of the settings chosen for them: what choosing and training achieve
 * @param settings each setting's own score on the outer folds; the best of them is biased upwards, since the clips that
 *     judge it would have chosen it
 */
public record NestedResult(
        List<InnerChoice> choices, CrossValidationResult chosen, List<CrossValidationResult> settings) {
    public NestedResult {
        choices = List.copyOf(choices);
        settings = List.copyOf(settings);
    }

    /** The chosen settings' score, then each setting's own. */
    public List<CrossValidationResult> all() {
        List<CrossValidationResult> all = new ArrayList<>(List.of(chosen));
        all.addAll(settings);
        return List.copyOf(all);
    }

    /** Number of models that were fitted: each setting for each outer fold, and for each inner fold of each. */
    public int fits() {
        int inner = choices.stream()
                .mapToInt(choice -> choice.scores().getFirst().folds().size())
                .sum();
        return settings.size() * (choices.size() + inner);
    }
}
