package audiotokens.notebook.figure;

import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * The pictures of stage 5, training.
 *
 * @param report what the training came to
 */
public record TrainingFigures(TrainingReport report) {

    /** The training in figures. */
    public HtmlTable summary() {
        Epoch best = report.best();
        if (report.trained().isEmpty()) {
            return HtmlTable.ofFacts(
                    "weights", "another program's, evaluated as they are",
                    "validation mAP", best.validationMap(),
                    "parameters of the model", report.parameters(),
                    "validation clips", report.validationClips(),
                    "clips lost in an earlier stage", report.missingClips(),
                    "computed on", report.device());
        }
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
    public static Chart history(List<Epoch> epochs) {
        return Chart.of(
                        "Training by epoch",
                        Axis.linear("epoch").with(new Axis.Every(Math.max(1, epochs.size() / 10))),
                        Axis.linear("loss (binary cross-entropy)"),
                        line("training loss", epochs, Epoch::trainLoss),
                        line("validation loss", epochs, Epoch::validationLoss))
                .withRight(
                        Axis.linear("validation mAP").fromZero().withoutGrid(),
                        line("validation mAP", epochs, Epoch::validationMap).right());
    }

    private static Series.Line line(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return Series.Line.of(
                        name,
                        epochs.stream().mapToDouble(Epoch::number).toArray(),
                        epochs.stream().mapToDouble(value).toArray())
                .marked();
    }

    /** Every epoch as a row. */
    public Table epochs() {
        List<Epoch> epochs = report.epochs();
        return Table.create(
                IntColumn.create(
                        "epoch", epochs.stream().mapToInt(Epoch::number).toArray()),
                column("training loss", epochs, Epoch::trainLoss),
                column("training mAP", epochs, epoch -> epoch.trainMap().orElse(Double.NaN)),
                column("validation loss", epochs, Epoch::validationLoss),
                column("validation mAP", epochs, Epoch::validationMap),
                column("seconds", epochs, Epoch::seconds));
    }

    /** The same as {@link #epochs}. */
    public Table table() {
        return epochs();
    }

    private static DoubleColumn column(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
    }
}
