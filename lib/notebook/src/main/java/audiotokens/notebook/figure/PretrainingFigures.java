package audiotokens.notebook.figure;

import audiotokens.metrics.Interval;
import audiotokens.notebook.experiment.CrossValidationResult;
import audiotokens.notebook.experiment.LabelEfficiency;
import audiotokens.notebook.experiment.PretrainingResult;
import audiotokens.training.PretrainingEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of pre-training. */
public final class PretrainingFigures {
    private PretrainingFigures() {}

    /** Returns a table with one row per number of labeled clips. */
    public static Table table(List<LabelEfficiency> results) {
        return Table.create(
                IntColumn.create("labeled clips per label", results.stream().mapToInt(LabelEfficiency::clipsPerLabel)),
                IntColumn.create("clips", results.stream().mapToInt(LabelEfficiency::nClips)),
                textColumn("mAP from scratch", results, result -> mapAndInterval(result.fromScratch())),
                textColumn("mAP pre-trained", results, result -> mapAndInterval(result.pretrained())),
                textColumn(
                        "difference",
                        results,
                        result -> String.format(
                                Locale.ROOT,
                                "%+.3f (%+.3f to %+.3f)",
                                result.difference().mapDifference(),
                                result.difference().interval().low(),
                                result.difference().interval().high())));
    }

    private static StringColumn textColumn(
            String name, List<LabelEfficiency> results, Function<LabelEfficiency, String> value) {
        return StringColumn.create(name, results.stream().map(value));
    }

    private static String mapAndInterval(CrossValidationResult result) {
        Interval interval = result.metrics().interval();
        return String.format(
                Locale.ROOT, "%.3f (%.3f to %.3f)", result.meanAveragePrecision(), interval.low(), interval.high());
    }

    /** Charts the mAP by number of labeled clips, with 95% intervals as error bars. */
    public static Chart curve(List<LabelEfficiency> results) {
        return Chart.of(
                "mAP by number of labeled clips, with 95% intervals",
                Axis.logarithmic("labeled clips per label")
                        .with(new Axis.FixedTicks(
                                results.stream()
                                        .map(result -> (double) result.clipsPerLabel())
                                        .toList(),
                                results.stream()
                                        .map(result -> Integer.toString(result.clipsPerLabel()))
                                        .toList())),
                Axis.linear("mean average precision").withRange(0, 1),
                line("pre-trained", results, LabelEfficiency::pretrained),
                line("from scratch", results, LabelEfficiency::fromScratch));
    }

    private static Series.Line line(
            String name, List<LabelEfficiency> results, Function<LabelEfficiency, CrossValidationResult> classifier) {
        return Series.Line.of(
                        name,
                        results.stream()
                                .mapToDouble(LabelEfficiency::clipsPerLabel)
                                .toArray(),
                        results.stream()
                                .map(classifier)
                                .mapToDouble(CrossValidationResult::meanAveragePrecision)
                                .toArray())
                .withMarkers()
                .withErrorBars(results.stream()
                        .map(classifier)
                        .map(result -> result.metrics().interval())
                        .toList());
    }

    /** Charts the masked-token accuracy per epoch of pre-training, one line per fold. */
    public static Chart maskedTokenAccuracy(List<PretrainingResult> folds) {
        List<Series> lines = new ArrayList<>();
        for (int fold = 0; fold < folds.size(); fold++) {
            List<PretrainingEpoch> epochs = folds.get(fold).epochs();
            lines.add(Series.Line.of(
                            folds.size() == 1 ? "masked tokens" : "fold " + (fold + 1),
                            epochs.stream()
                                    .mapToDouble(PretrainingEpoch::number)
                                    .toArray(),
                            epochs.stream()
                                    .mapToDouble(PretrainingEpoch::accuracy)
                                    .toArray())
                    .withMarkers());
        }
        return Chart.of(
                "Masked token prediction during pre-training",
                Axis.linear("epoch"),
                Axis.linear("accuracy").fromZero(),
                lines);
    }
}
