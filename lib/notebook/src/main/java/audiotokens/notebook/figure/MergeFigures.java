package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.MergeMeasure;
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
    public static Table table(List<MergeMeasure> measures) {
        return Table.create(
                StringColumn.create("merges", measures.stream().map(MergeFigures::name)),
                IntColumn.create("vocabulary", measures.stream().mapToInt(MergeMeasure::vocabularySize)),
                DoubleColumn.create("tokens per clip", measures.stream().mapToDouble(MergeMeasure::tokensPerClip)),
                DoubleColumn.create("step (ms)", measures.stream().mapToDouble(MergeMeasure::stepMilliseconds)),
                DoubleColumn.create("accuracy", measures.stream().mapToDouble(each -> each.score()
                        .accuracy())),
                DoubleColumn.create("mAP", measures.stream().mapToDouble(each -> each.score()
                        .meanAveragePrecision())),
                StringColumn.create(
                        "95% interval",
                        measures.stream()
                                .map(each -> each.score().metrics().interval())
                                .map(interval ->
                                        String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high()))));
    }

    private static String name(MergeMeasure measure) {
        return measure.score().name();
    }

    /** Charts sequence length, step time and mAP, each relative to the first measurement, which is without merging. */
    public static Chart chart(List<MergeMeasure> measures) {
        MergeMeasure unmerged = measures.getFirst();
        return Chart.of(
                        "Effect of merging, relative to no merging",
                        Axis.linear("ratio").withRange(0, 1.5),
                        Axis.rows(
                                "merges",
                                measures.stream().map(MergeFigures::name).toList()),
                        Series.Bars.of(
                                "tokens per clip",
                                measures.stream()
                                        .mapToDouble(each -> each.tokensPerClip() / unmerged.tokensPerClip())
                                        .toArray()),
                        Series.Bars.of(
                                "step time",
                                measures.stream()
                                        .mapToDouble(each -> each.stepMilliseconds() / unmerged.stepMilliseconds())
                                        .toArray()),
                        Series.Bars.of(
                                "mAP",
                                measures.stream()
                                        .mapToDouble(each -> each.score().meanAveragePrecision()
                                                / unmerged.score().meanAveragePrecision())
                                        .toArray()))
                .withHeight(170 + 60 * measures.size());
    }
}
