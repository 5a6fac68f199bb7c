package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.SweepResult;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of a parameter sweep. */
public final class SweepFigures {
    private SweepFigures() {}

    /** Charts the mAP of each run, in sweep order. */
    public static Chart meanAveragePrecision(List<SweepResult> results) {
        Table table = table(results);
        return Chart.of(
                        "Validation mAP of each run",
                        Axis.linear("mean average precision").fromZero(),
                        Axis.rows(table.stringColumn("run")),
                        Series.Bars.of("", table.doubleColumn("mAP")))
                .withHeight(150 + 30 * results.size());
    }

    /** Returns a table with one row per run. */
    public static Table table(List<SweepResult> results) {
        return Table.create(
                StringColumn.create("run", results.stream().map(SweepResult::name)),
                DoubleColumn.create(
                        "mAP",
                        results.stream()
                                .mapToDouble(SweepResult::meanAveragePrecision)
                                .toArray()),
                IntColumn.create(
                        "distinct tokens",
                        results.stream().mapToInt(SweepResult::nDistinctTokens).toArray()),
                DoubleColumn.create(
                        "seconds",
                        results.stream().mapToDouble(SweepResult::seconds).toArray()));
    }
}
