package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.CrossValidationResult;
import audiotokens.notebook.experiment.InnerChoice;
import audiotokens.notebook.experiment.NestedResult;
import audiotokens.notebook.experiment.PairedDifference;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of a nested cross-validation. */
public final class NestedFigures {
    private NestedFigures() {}

    /**
     * Returns a table of the inner mAP of each setting for each outer fold, with the chosen setting and its outer
     * accuracy.
     */
    public static Table choices(NestedResult result) {
        Table table = Table.create(
                IntColumn.create("outer fold", result.choices().stream().mapToInt(InnerChoice::outerFold)));
        for (int setting = 0; setting < result.settings().size(); setting++) {
            int index = setting;
            table.addColumns(DoubleColumn.create(
                    "inner mAP, " + result.settings().get(setting).name(),
                    result.choices().stream()
                            .mapToDouble(choice -> choice.results().get(index).meanAveragePrecision())));
        }
        table.addColumns(
                StringColumn.create("chosen", result.choices().stream().map(InnerChoice::chosenName)),
                DoubleColumn.create("outer accuracy", result.chosen().accuracies()));
        return table;
    }

    /** Charts the inner mAP of each setting, one bar per outer fold. */
    public static Chart innerScores(List<InnerChoice> choices) {
        List<String> settings = choices.getFirst().results().stream()
                .map(CrossValidationResult::name)
                .toList();
        List<Series> folds = choices.stream()
                .<Series>map(choice -> Series.Bars.of(
                        "without fold " + choice.outerFold(),
                        choice.results().stream()
                                .mapToDouble(CrossValidationResult::meanAveragePrecision)
                                .toArray()))
                .toList();
        return Chart.of(
                        "Inner cross-validation scores",
                        Axis.linear("mean average precision").withRange(0, 1),
                        Axis.rows("setting", settings),
                        folds)
                .withHeight(170 + 16 * settings.size() * (1 + choices.size()));
    }

    /** Returns a table of mAP differences between pairs of classifiers, with 95% intervals. */
    public static Table differences(List<PairedDifference> differences) {
        return Table.create(
                StringColumn.create("second", differences.stream().map(PairedDifference::second)),
                StringColumn.create("minus", differences.stream().map(PairedDifference::first)),
                DoubleColumn.create(
                        "difference of mAP", differences.stream().mapToDouble(PairedDifference::mapDifference)),
                StringColumn.create(
                        "95% interval",
                        differences.stream()
                                .map(difference -> String.format(
                                        Locale.ROOT,
                                        "%+.3f to %+.3f",
                                        difference.interval().low(),
                                        difference.interval().high()))),
                StringColumn.create(
                        "excludes 0",
                        differences.stream().map(difference -> difference.isSignificant() ? "yes" : "no")));
    }

    /** Summarizes the number of settings and fits, and the outer scores. */
    public static String conclusion(NestedResult result) {
        CrossValidationResult chosen = result.chosen();
        long distinctChoices = result.choices().stream()
                .mapToInt(InnerChoice::chosenIndex)
                .distinct()
                .count();
        return String.format(
                Locale.ROOT,
                "%d settings were tried with %d fits; %d settings were chosen for at least one fold."
                        + " Outer accuracy %.1f%%, mAP %.3f (%.3f to %.3f).",
                result.settings().size(),
                result.nFits(),
                distinctChoices,
                100 * chosen.accuracy(),
                chosen.meanAveragePrecision(),
                chosen.metrics().interval().low(),
                chosen.metrics().interval().high());
    }
}
