package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.CrossValidationResult;
import audiotokens.notebook.experiment.InnerChoice;
import audiotokens.notebook.experiment.NestedResult;
import audiotokens.notebook.experiment.PairedDifference;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The pictures of a nested cross-validation. */
public final class NestedFigures {
    private NestedFigures() {}

    /** The inner mAP of each setting for each outer fold, beside the setting that was chosen and its outer accuracy. */
    public static Table choices(NestedResult result) {
        Table table = Table.create(
                IntColumn.create("outer fold", result.choices().stream().mapToInt(InnerChoice::fold)));
        for (int setting = 0; setting < result.settings().size(); setting++) {
            int place = setting;
            table.addColumns(DoubleColumn.create(
                    "inner mAP, " + result.settings().get(setting).name(),
                    result.choices().stream()
                            .mapToDouble(choice -> map(choice.scores().get(place)))));
        }
        table.addColumns(
                StringColumn.create("chosen", result.choices().stream().map(InnerChoice::name)),
                DoubleColumn.create("outer accuracy", result.chosen().accuracies()));
        return table;
    }

    private static double map(CrossValidationResult score) {
        return score.metrics().meanAveragePrecision();
    }

    /** Inner mAP of each setting, a bar for each outer fold. */
    public static Chart inner(List<InnerChoice> choices) {
        List<String> settings = choices.getFirst().scores().stream()
                .map(CrossValidationResult::name)
                .toList();
        List<Series> folds = choices.stream()
                .<Series>map(choice -> Series.Bars.of(
                        "without fold " + choice.fold(),
                        choice.scores().stream().mapToDouble(NestedFigures::map).toArray()))
                .toList();
        return Chart.of(
                        "Inner scores: each setting on the folds that train",
                        Axis.linear("mean average precision").from(0, 1),
                        Axis.down("setting", settings),
                        folds.toArray(Series[]::new))
                .withHeight(170 + 16 * settings.size() * (1 + choices.size()));
    }

    /** Differences of two classifiers each, with their 95 % intervals. */
    public static Table differences(List<PairedDifference> differences) {
        return Table.create(
                StringColumn.create("second", differences.stream().map(PairedDifference::second)),
                StringColumn.create("less first", differences.stream().map(PairedDifference::first)),
                DoubleColumn.create("difference of mAP", differences.stream().mapToDouble(PairedDifference::map)),
                StringColumn.create(
                        "its 95 % interval",
                        differences.stream()
                                .map(each -> String.format(
                                        Locale.ROOT,
                                        "%+.3f to %+.3f",
                                        each.interval().low(),
                                        each.interval().high()))),
                StringColumn.create("without 0", differences.stream().map(each -> each.isClear() ? "yes" : "no")));
    }

    /** What was looked at and what came of it, in a sentence. */
    public static String sentence(NestedResult result) {
        CrossValidationResult chosen = result.chosen();
        long different = IntStream.range(0, result.choices().size())
                .map(fold -> result.choices().get(fold).chosen())
                .distinct()
                .count();
        return String.format(
                Locale.ROOT,
                "%d settings were looked at with %d fits; %d of them were chosen for some fold. Outer accuracy %.1f %%,"
                        + " mAP %.3f (%.3f to %.3f).",
                result.settings().size(),
                result.fits(),
                different,
                100 * chosen.accuracy(),
                map(chosen),
                chosen.metrics().interval().low(),
                chosen.metrics().interval().high());
    }
}
