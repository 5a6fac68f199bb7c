package audiotokens.notebook.experiment;

import audiotokens.metrics.Predictions;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.config.SplitType;
import audiotokens.pipeline.run.StageException;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Nested cross-validation: each outer fold is predicted by the setting with the best score in a cross-validation on the
 * other folds. The outer fold's clips are not used for the choice, so the score of the chosen settings estimates the
 * performance of selection and training together. Source: Varma and Simon, "Bias in error estimation when using
 * cross-validation for model selection", 2006.
 *
 * <p>Each setting is fitted once per outer fold, and once per pair of an outer and an inner fold.
 */
public final class NestedCrossValidation {
    private static final int MIN_FOLDS = 3;

    private final String name;
    private final Configuration base;
    private final List<Variant> settings;
    private final SharedWork shared = new SharedWork();
    private final CrossValidation outer;

    /**
     * @param name folder name, {@code experiments/NAME} below the base's folder
     * @param base configuration that all settings share; splits by fold
     * @param settings candidate settings; if several have the best score, the first of them is chosen
     * @throws StageException if the base does not split by fold, or has fewer than three folds
     */
    public NestedCrossValidation(String name, Configuration base, List<Variant> settings) {
        this.name = name;
        this.base = base;
        this.settings = List.copyOf(settings);
        if (settings.isEmpty()) {
            throw new IllegalArgumentException("there are no settings to choose from");
        }
        if (base.dataset().splitType() != SplitType.FOLD) {
            throw new StageException(
                    "splitType: nested cross-validation needs folds; set splitType=fold and clipTable, or use"
                            + " RandomFolds");
        }
        this.outer = new CrossValidation(name, base, shared);
        if (outer.folds().size() < MIN_FOLDS) {
            throw new StageException("clipTable: " + base.dataset().clipTable() + " has "
                    + outer.folds().size() + " folds; nested cross-validation needs at least " + MIN_FOLDS);
        }
    }

    /** Returns the cross-validation on the folds other than {@code outerFold}. */
    CrossValidation innerCrossValidation(int outerFold) {
        return new CrossValidation(
                name + "/without fold " + outerFold,
                base.with(Map.of("excludedFold", Integer.toString(outerFold))),
                shared);
    }

    /**
     * Runs the nested cross-validation, or returns earlier results.
     *
     * @param listener receives each outer fold's choice as soon as it is available
     * @throws StageException if a stage fails
     */
    public NestedResult run(Progress progress, Consumer<InnerChoice> listener) {
        List<CrossValidationResult> outerResults = new ArrayList<>();
        List<InnerChoice> choices = new ArrayList<>();
        int nFolds = outer.folds().size();
        try (Progress.Task task = progress.begin(name, (long) settings.size() * (nFolds + 1), "cross-validations")) {
            // The outer folds run first, so that the spectrograms of all clips exist for the inner ones.
            for (Variant setting : settings) {
                outerResults.add(outer.run(setting, progress));
                task.advance(1);
            }
            for (int fold : outer.folds()) {
                CrossValidation inner = innerCrossValidation(fold);
                List<CrossValidationResult> innerResults = new ArrayList<>();
                for (Variant setting : settings) {
                    innerResults.add(inner.run(setting, progress));
                    task.advance(1);
                }
                choices.add(InnerChoice.of(fold, innerResults));
                listener.accept(choices.getLast());
            }
        }
        NestedResult result = new NestedResult(choices, resultOfChosenSettings(outerResults, choices), outerResults);
        new ExperimentTable(result.all().stream().map(ExperimentTable.Row::of).toList()).write(base, name);
        return result;
    }

    /** Collects the predictions of each outer fold by the setting chosen for it. */
    private CrossValidationResult resultOfChosenSettings(
            List<CrossValidationResult> outerResults, List<InnerChoice> choices) {
        List<Predictions> predictions = new ArrayList<>();
        double seconds = 0;
        for (int foldIndex = 0; foldIndex < choices.size(); foldIndex++) {
            InnerChoice choice = choices.get(foldIndex);
            predictions.add(outerResults.get(choice.chosenIndex()).folds().get(foldIndex));
            seconds += choice.seconds();
        }
        seconds += outerResults.stream()
                .mapToDouble(CrossValidationResult::seconds)
                .sum();
        return CrossValidationResult.of("chosen by inner folds", predictions, seconds, base);
    }
}
