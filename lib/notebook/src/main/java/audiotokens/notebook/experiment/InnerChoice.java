package audiotokens.notebook.experiment;

import java.util.List;

/**
 * The setting with the best cross-validation score on the inner folds, chosen for predicting one outer fold.
 *
 * @param fold outer fold, not used for the choice
 * @param scores cross-validation result of each setting on the inner folds, in the order of the settings
 * @param chosen index of the setting with the highest mAP; the first one if several are equal
 */
public record InnerChoice(int fold, List<CrossValidationResult> scores, int chosen) {
    public InnerChoice {
        scores = List.copyOf(scores);
    }

    static InnerChoice of(int fold, List<CrossValidationResult> scores) {
        int best = 0;
        for (int setting = 1; setting < scores.size(); setting++) {
            if (scores.get(setting).meanAveragePrecision() > scores.get(best).meanAveragePrecision()) {
                best = setting;
            }
        }
        return new InnerChoice(fold, scores, best);
    }

    /** Returns the name of the chosen setting. */
    public String name() {
        return scores.get(chosen).name();
    }

    /** Returns the computing time of all settings on the inner folds, in seconds. */
    double seconds() {
        return scores.stream().mapToDouble(CrossValidationResult::seconds).sum();
    }
}
