package audiotokens.notebook.experiment;

import java.util.List;

/**
 * The setting with the best cross-validation score on the inner folds, chosen for predicting one outer fold.
 *
 * @param outerFold outer fold, whose clips are not used for the choice
 * @param results cross-validation result of each setting on the inner folds, in the order of the settings
 * @param chosenIndex index of the setting with the highest mAP; the first one if several are equal
 */
public record InnerChoice(int outerFold, List<CrossValidationResult> results, int chosenIndex) {
    public InnerChoice {
        results = List.copyOf(results);
    }

    static InnerChoice of(int outerFold, List<CrossValidationResult> results) {
        int best = 0;
        for (int setting = 1; setting < results.size(); setting++) {
            if (results.get(setting).meanAveragePrecision() > results.get(best).meanAveragePrecision()) {
                best = setting;
            }
        }
        return new InnerChoice(outerFold, results, best);
    }

    /** Returns the name of the chosen setting. */
    public String chosenName() {
        return results.get(chosenIndex).name();
    }

    /** Returns the computing time of all settings on the inner folds, in seconds. */
    double seconds() {
        return results.stream().mapToDouble(CrossValidationResult::seconds).sum();
    }
}
