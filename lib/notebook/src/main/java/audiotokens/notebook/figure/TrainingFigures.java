package audiotokens.notebook.figure;

import audiotokens.bag.BagReport;
import audiotokens.training.Epoch;
import audiotokens.training.TrainingReport;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * Figures of stage 5, the training stage.
 *
 * @param report report of the training
 */
public record TrainingFigures(TrainingReport report) {

    /** Returns a table of key figures of the training. */
    public HtmlTable summary() {
        return report.bag().map(this::bagSummary).orElseGet(this::epochSummary);
    }

    private HtmlTable bagSummary(BagReport bag) {
        Epoch best = report.best();
        return HtmlTable.ofNamesAndValues(
                "validation mAP", best.validationMap(),
                "mAP on the training clips", best.trainMap().orElse(Double.NaN),
                "codebooks", bag.sources().size(),
                "codebooks used",
                        Arrays.stream(bag.choice().weights())
                                .filter(weight -> weight > 0)
                                .count(),
                "settings tried on the training clips", bag.choice().trials().size(),
                "training clips", report.trainClips(),
                "validation clips", report.validationClips(),
                "clips skipped in an earlier stage", report.missingClips(),
                "seconds", best.seconds());
    }

    private HtmlTable epochSummary() {
        Epoch best = report.best();
        if (report.trainedEpochs().isEmpty()) {
            return HtmlTable.ofNamesAndValues(
                    "weights", "from another program, evaluated unchanged",
                    "validation mAP", best.validationMap(),
                    "parameters of the model", report.parameters(),
                    "validation clips", report.validationClips(),
                    "clips skipped in an earlier stage", report.missingClips(),
                    "device", report.device());
        }
        return HtmlTable.ofNamesAndValues(
                "best validation mAP", best.validationMap(),
                "at epoch", best.number(),
                "parameters of the model", report.parameters(),
                "training clips", report.trainClips(),
                "validation clips", report.validationClips(),
                "clips skipped in an earlier stage", report.missingClips(),
                "seconds in epochs",
                        report.epochs().stream().mapToDouble(Epoch::seconds).sum(),
                "device", report.device());
    }

    /** Charts loss and mAP by epoch. */
    public static Chart history(List<Epoch> epochs) {
        return Chart.of(
                        "Training by epoch",
                        Axis.linear("epoch").with(new Axis.MultiplesOf(Math.max(1, epochs.size() / 10))),
                        Axis.linear("loss (binary cross-entropy)"),
                        line("training loss", epochs, Epoch::trainLoss),
                        line("validation loss", epochs, Epoch::validationLoss))
                .withRightAxis(
                        Axis.linear("validation mAP").fromZero().withoutGrid(),
                        line("validation mAP", epochs, Epoch::validationMap).onRightAxis());
    }

    private static Series.Line line(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return Series.Line.of(
                        name,
                        epochs.stream().mapToDouble(Epoch::number).toArray(),
                        epochs.stream().mapToDouble(value).toArray())
                .withMarkers();
    }

    /**
     * Returns a table with one row per epoch; for a bag classifier, which has no epochs, a chart of the contribution of
     * each codebook.
     */
    public Renderable details() {
        return report.bag().<Renderable>map(BagFigures::ablation).orElseGet(() -> HtmlTable.of(epochs()));
    }

    /** Returns a table with one row per epoch. */
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

    /** Returns a table with one row per epoch, or one row per codebook for a bag classifier. */
    public Table table() {
        return report.bag().map(BagFigures::table).orElseGet(this::epochs);
    }

    private static DoubleColumn column(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return DoubleColumn.create(name, epochs.stream().mapToDouble(value).toArray());
    }
}
