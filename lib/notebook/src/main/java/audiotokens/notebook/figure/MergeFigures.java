package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.MergeMeasurement;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of merged tokens. */
public final class MergeFigures {
    private MergeFigures() {}

    /** Returns a table with one row per number of merges. */
    public static Table table(List<MergeMeasurement> measurements) {
        return Table.create(
                StringColumn.create("merges", measurements.stream().map(MergeFigures::name)),
                IntColumn.create("vocabulary", measurements.stream().mapToInt(MergeMeasurement::vocabularySize)),
                DoubleColumn.create(
                        "tokens per clip", measurements.stream().mapToDouble(MergeMeasurement::tokensPerClip)),
                DoubleColumn.create("step (ms)", measurements.stream().mapToDouble(MergeMeasurement::stepMilliseconds)),
                DoubleColumn.create("accuracy", measurements.stream().mapToDouble(measurement -> measurement
                        .result()
                        .accuracy())),
                DoubleColumn.create("mAP", measurements.stream().mapToDouble(measurement -> measurement
                        .result()
                        .meanAveragePrecision())),
                StringColumn.create(
                        "95% interval",
                        measurements.stream()
                                .map(measurement ->
                                        measurement.result().metrics().interval())
                                .map(interval ->
                                        String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()))));
    }

    private static String name(MergeMeasurement measurement) {
        return measurement.result().name();
    }

    /** Charts tokens per clip, step time and mAP relative to the first measurement, which must be without merging. */
    public static Chart chart(List<MergeMeasurement> measurements) {
        MergeMeasurement unmerged = measurements.getFirst();
        return Chart.of(
                        "Effect of merging, relative to no merging",
                        Axis.linear("ratio").withRange(0, 1.5),
                        Axis.rows(
                                "merges",
                                measurements.stream().map(MergeFigures::name).toList()),
                        Series.Bars.of(
                                "tokens per clip",
                                measurements.stream()
                                        .mapToDouble(
                                                measurement -> measurement.tokensPerClip() / unmerged.tokensPerClip())
                                        .toArray()),
                        Series.Bars.of(
                                "step time",
                                measurements.stream()
                                        .mapToDouble(measurement ->
                                                measurement.stepMilliseconds() / unmerged.stepMilliseconds())
                                        .toArray()),
                        Series.Bars.of(
                                "mAP",
                                measurements.stream()
                                        .mapToDouble(measurement ->
                                                measurement.result().meanAveragePrecision()
                                                        / unmerged.result().meanAveragePrecision())
                                        .toArray()))
                .withHeight(170 + 60 * measurements.size());
    }
}
