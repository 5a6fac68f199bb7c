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
 * Nested cross-validation: each outer fold is predicted by the setting that did best on the other folds, found by a
 * cross-validation among those folds alone. The outer fold's clips take no part in that choice, so the score of the
 * chosen settings is one of choosing and training together. Source: Varma and Simon, "Bias in error estimation when using
 * cross-validation for model selection", 2006.
 *
 * <p>Each setting is fitted once for each outer fold, and once for each pair of an outer and an inner fold.
 */
public final class NestedCrossValidation {
    private static final int LEAST_FOLDS = 3;

    private final String name;
    private final Configuration base;
    private final List<Variant> settings;
    private final SharedWork shared = new SharedWork();
    private final CrossValidation outer;

    /**
     * @param name of the folder, {@code experiments/NAME} below the base's
     * @param base what all settings share; splits by folds
     * @param settings to choose from; of equal scores the first is taken
     * @throws StageException where the base does not split by folds, or there are fewer than three
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
                    "splitType: a nested cross-validation divides clips by folds; set splitType=fold and"
                            + " clipTable, or use RandomFolds");
        }
        this.outer = new CrossValidation(name, base, shared);
        if (outer.folds().size() < LEAST_FOLDS) {
            throw new StageException("clipTable: " + base.dataset().clipTable() + " names "
                    + outer.folds().size() + " folds; a nested cross-validation needs " + LEAST_FOLDS + " or more");
        }
    }

    /** The cross-validation among the folds that train while {@code fold} is predicted. */
    CrossValidation inner(int fold) {
        return new CrossValidation(
                name + "/without fold " + fold, base.with(Map.of("excludedFold", Integer.toString(fold))), shared);
    }

    /**
     * Chooses and judges, or reads back what was judged before.
     *
     * @param listener is given each outer fold's choice as it is known
     * @throws StageException where a stage cannot run
     */
    public NestedResult run(Progress progress, Consumer<InnerChoice> listener) {
        List<CrossValidationResult> judged = new ArrayList<>();
        List<InnerChoice> choices = new ArrayList<>();
        int folds = outer.folds().size();
        try (Progress.Task task = progress.begin(name, (long) settings.size() * (folds + 1), "cross-validations")) {
            // All folds first: the spectrograms of all clips are then there for the inner ones.
            for (Variant setting : settings) {
                judged.add(outer.run(setting, progress));
                task.advance(1);
            }
            for (int fold : outer.folds()) {
                CrossValidation inner = inner(fold);
                List<CrossValidationResult> scores = new ArrayList<>();
                for (Variant setting : settings) {
                    scores.add(inner.run(setting, progress));
                    task.advance(1);
                }
                choices.add(InnerChoice.of(fold, scores));
                listener.accept(choices.getLast());
            }
        }
        NestedResult result = new NestedResult(choices, chosen(judged, choices), judged);
        new ExperimentTable(result.all().stream().map(ExperimentTable.Row::of).toList()).write(base, name);
        return result;
    }

    /** Each outer fold as the setting chosen for it predicts it. */
    private CrossValidationResult chosen(List<CrossValidationResult> judged, List<InnerChoice> choices) {
        List<Predictions> predictions = new ArrayList<>();
        double seconds = 0;
        for (int fold = 0; fold < choices.size(); fold++) {
            InnerChoice choice = choices.get(fold);
            predictions.add(judged.get(choice.chosen()).folds().get(fold));
            seconds += choice.seconds();
        }
        seconds += judged.stream().mapToDouble(CrossValidationResult::seconds).sum();
        return CrossValidationResult.of("chosen by inner folds", predictions, seconds, base);
    }
}
