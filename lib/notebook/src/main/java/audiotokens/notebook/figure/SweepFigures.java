package audiotokens.notebook.figure;

import audiotokens.notebook.experiment.Outcome;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.traces.BarTrace;

/** The pictures of an experiment. */
public final class SweepFigures {
    private SweepFigures() {}

    /** Mean average precision of each run, in the order of the sweep. */
    public static PlotlyFigure map(List<Outcome> outcomes) {
        List<Outcome> upwards = outcomes.reversed();
        return PlotlyFigure.of(
                        "Validation mAP of each run",
                        Axes.linear("mean average precision"),
                        Axes.categories(""),
                        BarTrace.builder(
                                        upwards.stream().map(Outcome::name).toArray(String[]::new),
                                        upwards.stream()
                                                .mapToDouble(Outcome::meanAveragePrecision)
                                                .toArray())
                                .orientation(BarTrace.Orientation.HORIZONTAL)
                                .build())
                .withAxis("xaxis", "rangemode", "tozero")
                .withHeight(150 + 30 * outcomes.size());
    }

    /** Every run as a row. */
    public static HtmlTable table(List<Outcome> outcomes) {
        return HtmlTable.of(Table.create(
                StringColumn.create("run", outcomes.stream().map(Outcome::name)),
                DoubleColumn.create(
                        "mAP",
                        outcomes.stream()
                                .mapToDouble(Outcome::meanAveragePrecision)
                                .toArray()),
                IntColumn.create(
                        "different tokens",
                        outcomes.stream().mapToInt(Outcome::tokens).toArray()),
                DoubleColumn.create(
                        "seconds",
                        outcomes.stream().mapToDouble(Outcome::seconds).toArray())));
    }
}
