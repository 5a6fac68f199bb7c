package audiotokens.notebook.figure;

import audiotokens.metrics.Interval;
import audiotokens.notebook.experiment.CrossValidationResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of a cross-validation. */
public final class CrossValidationFigures {
    private CrossValidationFigures() {}

    /** Returns a table with one row per classifier. */
    public static Table table(List<CrossValidationResult> classifiers) {
        return Table.create(
                StringColumn.create("classifier", classifiers.stream().map(CrossValidationResult::name)),
                column("accuracy", classifiers, CrossValidationResult::accuracy),
                StringColumn.create(
                        "accuracy per fold", classifiers.stream().map(CrossValidationFigures::foldAccuracies)),
                column("mAP", classifiers, CrossValidationResult::meanAveragePrecision),
                StringColumn.create(
                        "95% interval of the mAP", classifiers.stream().map(CrossValidationFigures::interval)),
                column("seconds", classifiers, CrossValidationResult::seconds));
    }

    private static String foldAccuracies(CrossValidationResult classifier) {
        return Arrays.stream(classifier.accuracies())
                .mapToObj(accuracy -> String.format(Locale.ROOT, "%.2f", accuracy))
                .collect(Collectors.joining(" "));
    }

    private static String interval(CrossValidationResult classifier) {
        Interval interval = classifier.metrics().interval();
        return String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
    }

    private static DoubleColumn column(
            String name, List<CrossValidationResult> classifiers, ToDoubleFunction<CrossValidationResult> value) {
        return DoubleColumn.create(name, classifiers.stream().mapToDouble(value).toArray());
    }

    /** Summarizes runs with the same settings and different seeds in a sentence. */
    public static String conclusion(List<CrossValidationResult> runs) {
        double accuracy = mean(runs, CrossValidationResult::accuracy);
        int nClips = runs.getFirst().folds().stream()
                .mapToInt(fold -> fold.ids().size())
                .sum();
        return String.format(
                Locale.ROOT,
                "%s: accuracy %.1f%% (standard error %.1f points with %d clips), mAP %.3f, %.0f s for all folds.",
                runs.size() == 1 ? "One run" : "Mean of " + runs.size() + " runs",
                100 * accuracy,
                100 * Math.sqrt(accuracy * (1 - accuracy) / nClips),
                nClips,
                mean(runs, run -> run.metrics().meanAveragePrecision()),
                mean(runs, CrossValidationResult::seconds));
    }

    private static double mean(List<CrossValidationResult> runs, ToDoubleFunction<CrossValidationResult> value) {
        return runs.stream().mapToDouble(value).average().orElseThrow();
    }

    /** Charts the accuracy and mAP of each classifier, the mAP with its 95% interval. */
    public static Chart scores(List<CrossValidationResult> classifiers) {
        Table table = table(classifiers);
        List<Interval> intervals = classifiers.stream()
                .map(classifier -> classifier.metrics().interval())
                .toList();
        return Chart.of(
                        "Accuracy and mAP of each classifier, all folds pooled",
                        Axis.linear("accuracy, mean average precision").withRange(0, 1),
                        Axis.rows(table.stringColumn("classifier")),
                        Series.Bars.of("accuracy", table.doubleColumn("accuracy")),
                        Series.Bars.of("mAP with 95% interval", table.doubleColumn("mAP"))
                                .withErrorBars(intervals))
                .withHeight(170 + 44 * classifiers.size());
    }
}
