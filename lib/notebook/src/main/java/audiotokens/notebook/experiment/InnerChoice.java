package audiotokens.notebook.experiment;

import java.util.List;

/**
 * The setting that did best among the folds that train while one outer fold is predicted.
 *
 * @param fold the outer fold, which took no part
 * @param scores of each setting on the other folds, in the order of the settings
 * @param chosen place of the setting with the highest mAP, the first of equals
 */
public record InnerChoice(int fold, List<CrossValidationResult> scores, int chosen) {
    public InnerChoice {
        scores = List.copyOf(scores);
    }

    static InnerChoice of(int fold, List<CrossValidationResult> scores) {
        int best = 0;
        for (int setting = 1; setting < scores.size(); setting++) {
            if (map(scores.get(setting)) > map(scores.get(best))) {
                best = setting;
            }
        }
        return new InnerChoice(fold, scores, best);
    }

    private static double map(CrossValidationResult score) {
        return score.metrics().meanAveragePrecision();
    }

    /** Name of the setting that was chosen. */
    public String name() {
        return scores.get(chosen).name();
    }

    /** Seconds of all settings on the inner folds, when they were computed. */
    double seconds() {
        return scores.stream().mapToDouble(CrossValidationResult::seconds).sum();
    }
}
