package audiotokens.notebook.figure;

import audiotokens.label.Label;
import audiotokens.metrics.Calibration;
import audiotokens.metrics.LabelScore;
import audiotokens.metrics.Metrics;
import audiotokens.metrics.Predictions;
import audiotokens.metrics.PredictionsFile;
import audiotokens.metrics.Reliability;
import audiotokens.pipeline.config.Configuration;
import audiotokens.pipeline.dataset.ClipCatalog;
import audiotokens.pipeline.dataset.Metadata;
import audiotokens.pipeline.evaluation.EvaluationFolder;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.run.RunFolder;
import audiotokens.pipeline.run.StageException;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * Figures of stage 6, the evaluation stage.
 *
 * @param configuration configuration of the run
 * @param report report of the stage
 */
public record EvaluationFigures(Configuration configuration, EvaluationReport report) {
    private static final int MAX_LABELS = 60;
    private static final int MAX_PREDICTIONS = 8;

    /** Returns a table of key figures: mAP with its interval and the chance level, and other common metrics. */
    public HtmlTable summary() {
        Metrics metrics = report.metrics();
        return HtmlTable.ofNamesAndValues(
                "mAP", metrics.meanAveragePrecision(),
                "95% interval of the mAP",
                        String.format(
                                Locale.ROOT,
                                "%.3f to %.3f",
                                metrics.interval().low(),
                                metrics.interval().high()),
                "chance level of the mAP", metrics.chance(),
                "weighted mAP (by clips per label)", metrics.weightedAveragePrecision(),
                "micro-averaged average precision", metrics.microAveragePrecision(),
                "ROC AUC", metrics.rocAuc(),
                "d-prime", metrics.dPrime(),
                "F1, micro", metrics.f1Micro(),
                "F1, macro", metrics.f1Macro(),
                "Hamming loss", metrics.hammingLoss(),
                "top-1 accuracy", metrics.topAccuracy(),
                "loss (binary cross-entropy)", report.loss(),
                "validation clips", report.clips(),
                "labels with validation clips", report.labels().size());
    }

    /** Returns the chance level of the average precision: the fraction of positive clips. */
    private double chance(LabelScore score) {
        return (double) score.clips() / report.clips();
    }

    /** Charts the average precision per label, best first; only the best and worst labels if there are many. */
    public Chart labelChart() {
        Table labels = labels();
        int nRows = labels.rowCount();
        boolean showAll = nRows <= MAX_LABELS;
        Table shownLabels =
                showAll ? labels : labels.dropWhere(Selection.withRange(MAX_LABELS / 2, nRows - MAX_LABELS / 2));
        return Chart.of(
                        showAll
                                ? "Average precision of each label"
                                : "Average precision of the best and the worst labels",
                        Axis.linear("average precision").withRange(0, 1),
                        Axis.rows(shownLabels.stringColumn("label")),
                        Series.Bars.of("", shownLabels.doubleColumn("average precision")))
                .withHeight(140 + 22 * shownLabels.rowCount());
    }

    /** Returns a table of average precision, chance level and number of validation clips per label, best first. */
    public Table labels() {
        List<LabelScore> scores = report.labels();
        return Table.create(
                StringColumn.create(
                        "label", scores.stream().map(score -> score.label().name())),
                DoubleColumn.create(
                        "average precision",
                        scores.stream()
                                .mapToDouble(LabelScore::averagePrecision)
                                .toArray()),
                DoubleColumn.create(
                        "chance", scores.stream().mapToDouble(this::chance).toArray()),
                IntColumn.create(
                        "clips", scores.stream().mapToInt(LabelScore::clips).toArray()));
    }

    /** Returns {@link #labels}. */
    public Table table() {
        return labels();
    }

    /**
     * Draws the reliability diagram before and after calibration; perfectly calibrated scores are on the diagonal. The
     * size of a point grows with the number of scores in its bin.
     */
    public Chart reliability() {
        Calibration calibration = fitCalibration();
        return Chart.of(
                        "Reliability of the scores",
                        Axis.linear("mean predicted score").withRange(0, 1),
                        Axis.linear("fraction of positives").withRange(0, 1),
                        Series.Line.of("perfectly calibrated", new double[] {0, 1}, new double[] {0, 1})
                                .withDashes(),
                        points("uncalibrated scores", calibration.before())
                                .withMarker(Series.Symbol.CIRCLE, ChartColors.of(1)),
                        points("calibrated scores", calibration.after())
                                .withMarker(Series.Symbol.DIAMOND, ChartColors.of(2)))
                .withHeight(460);
    }

    private static Series.Points points(String name, Reliability reliability) {
        List<Reliability.Bin> bins = reliability.bins();
        double maxCount = bins.stream().mapToLong(Reliability.Bin::count).max().orElse(1);
        return Series.Points.of(
                        name,
                        bins.stream().mapToDouble(Reliability.Bin::meanScore).toArray(),
                        bins.stream().mapToDouble(Reliability.Bin::positives).toArray())
                .withSizes(bins.stream()
                        .mapToDouble(bin -> 6 + 14 * Math.sqrt(bin.count() / maxCount))
                        .toArray())
                .withTooltips(bins.stream().map(bin -> bin.count() + " scores").toList());
    }

    /** Returns a table of the expected calibration error before and after calibration, the latter cross-validated. */
    public HtmlTable calibration() {
        Calibration calibration = fitCalibration();
        return HtmlTable.ofNamesAndValues(
                "expected calibration error of uncalibrated scores",
                        calibration.before().expectedCalibrationError(),
                "expected calibration error of calibrated scores",
                        calibration.after().expectedCalibrationError());
    }

    private Calibration fitCalibration() {
        return Calibration.fit(predictions(Metadata.read(configuration)));
    }

    /**
     * Charts the most probable labels of a validation clip and its true labels, which have their own color.
     *
     * @param index index of the validation clip, from 0
     */
    public Chart prediction(int index) {
        ClipCatalog catalog = Metadata.read(configuration);
        Predictions predictions = predictions(catalog);
        String id = id(predictions, index);
        float[] scores = predictions.scores()[index];
        float[] targets = predictions.targets()[index];
        List<String> names = catalog.labels().all().stream().map(Label::name).toList();
        boolean[] isTrue = new boolean[targets.length];
        for (int label = 0; label < targets.length; label++) {
            isTrue[label] = targets[label] == 1;
        }
        return ArrayFigures.scores("Predictions for " + id, names, scores, isTrue, MAX_PREDICTIONS);
    }

    /** Returns a player of a validation clip. */
    public PlayerList player(int index) {
        ClipCatalog catalog = Metadata.read(configuration);
        String id = id(predictions(catalog), index);
        return new PlayerList(new ExampleClips(configuration)
                .playable(List.of(catalog.find(id).orElseThrow())));
    }

    private Predictions predictions(ClipCatalog catalog) {
        return PredictionsFile.read(
                EvaluationFolder.of(RunFolder.of(configuration)).predictions(), catalog.labels());
    }

    private static String id(Predictions predictions, int index) {
        if (index < 0 || index >= predictions.ids().size()) {
            throw new StageException("there is no validation clip " + index + "; the index must be 0 to "
                    + (predictions.ids().size() - 1));
        }
        return predictions.ids().get(index);
    }
}
