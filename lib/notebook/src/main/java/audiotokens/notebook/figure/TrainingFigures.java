package audiotokens.notebook.figure;

import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/**
 * The pictures of stage 5, training.
 *
 * @param report what the training came to
 */
public record TrainingFigures(TrainingReport report) {

    /** The training in figures. */
    public HtmlTable summary() {
        Epoch best = report.best();
        return HtmlTable.ofFacts(
                "best validation mAP", best.validationMap(),
                "at epoch", best.number(),
                "parameters of the model", report.parameters(),
                "training clips", report.trainClips(),
                "validation clips", report.validationClips(),
                "clips lost in an earlier stage", report.missingClips(),
                "seconds in epochs",
                        report.epochs().stream().mapToDouble(Epoch::seconds).sum(),
                "computed on", report.device());
    }

    /** Loss and mean average precision by epoch. */
    public static PlotlyFigure history(List<Epoch> epochs) {
        Layout layout = Layout.builder()
                .xAxis(Axes.linear("epoch"))
                .yAxis(Axes.linear("loss (binary cross-entropy)"))
                .yAxis2(Axes.right("validation mAP"))
                .build();
        PlotlyFigure figure = PlotlyFigure.of(
                "Training by epoch",
                layout,
                line("training loss", epochs, Epoch::trainLoss, ScatterTrace.YAxis.Y),
                line("validation loss", epochs, Epoch::validationLoss, ScatterTrace.YAxis.Y),
                line("validation mAP", epochs, Epoch::validationMap, ScatterTrace.YAxis.Y2));
        return figure.withAxis("xaxis", "tickformat", "d")
                .withAxis("xaxis", "dtick", Math.max(1, epochs.size() / 10))
                .withAxis("yaxis2", "showgrid", false)
                .withAxis("yaxis2", "rangemode", "tozero");
    }

    private static Trace line(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value, ScatterTrace.YAxis axis) {
        return ScatterTrace.builder(
                        epochs.stream().mapToDouble(Epoch::number).toArray(),
                        epochs.stream().mapToDouble(value).toArray())
                .mode(ScatterTrace.Mode.LINE_AND_MARKERS)
                .name(name)
                .yAxis(axis)
                .build();
    }

    /** Every epoch as a row. */
    public HtmlTable epochs() {
        List<Epoch> epochs = report.epochs();
        return HtmlTable.of(Table.create(
                IntColumn.create(
                        "epoch", epochs.stream().mapToInt(Epoch::number).toArray()),
                column("training loss", epochs, Epoch::trainLoss),
                column("training mAP", epochs, epoch -> epoch.trainMap().orElse(Double.NaN)),
                column("validation loss", epochs, Epoch::validationLoss),
                column("validation mAP", epochs, Epoch::validationMap),
                column("seconds", epochs, Epoch::seconds)));
    }

    private static DoubleColumn column(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
    }
}
