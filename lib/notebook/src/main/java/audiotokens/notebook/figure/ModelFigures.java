package audiotokens.notebook.figure;

import audiotokens.label.Label;
import audiotokens.metrics.Confusion;
import audiotokens.metrics.LabelScore;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.LossLandscape;
import audiotokens.pipeline.evaluation.SplitOverlap;
import audiotokens.pipeline.evaluation.TokenProjection;
import audiotokens.training.TrainingReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Figures of a trained model: gradients, loss landscape, embeddings, confusions. */
public final class ModelFigures {
    private static final int MAX_LABELS = 30;
    /** The value drawn for a gradient of 0. */
    private static final double MIN_GRADIENT = 1e-12;

    private ModelFigures() {}

    /** Charts the mean absolute gradient of each parameter after each epoch, from input (top) to output (bottom). */
    public static Chart gradients(TrainingReport training) {
        List<String> weights = training.epochs().getFirst().gradients().keySet().stream()
                .filter(name -> !name.contains("bias"))
                .toList();
        double[][] exponents = weights.stream()
                .map(weight -> training.epochs().stream()
                        .mapToDouble(epoch -> Math.log10(Math.max(
                                MIN_GRADIENT,
                                Objects.requireNonNull(epoch.gradients().get(weight)))))
                        .toArray())
                .toArray(double[][]::new);
        List<String> epochs = training.epochs().stream()
                .map(epoch -> String.valueOf(epoch.number()))
                .toList();
        return heatmap(
                "Gradient flow: mean absolute gradient of each weight",
                Axis.columns("epoch", epochs),
                Axis.rows("", weights),
                Series.Heatmap.of(exponents, "gradient, power of ten"));
    }

    /** Charts the loss on a plane around the best weights. */
    public static Chart landscape(LossLandscape landscape) {
        int nPoints = landscape.coordinates().length;
        List<String> steps = DoubleStream.of(landscape.coordinates())
                .mapToObj(step -> String.format(Locale.ROOT, "%.2f", step))
                .toList();
        double[][] rows = new double[nPoints][nPoints];
        for (int row = 0; row < nPoints; row++) {
            for (int column = 0; column < nPoints; column++) {
                rows[row][column] = landscape.loss()[column][nPoints - 1 - row];
            }
        }
        return heatmap(
                        "Validation loss around the best weights",
                        Axis.columns("first direction (in units of the weights' norm)", steps),
                        Axis.rows("second direction", steps.reversed()),
                        Series.Heatmap.of(rows, "loss"))
                .withHeight(520);
    }

    /** Charts the token embedding in two dimensions, colored by each token's most characteristic label. */
    public static Chart tokens(List<TokenProjection.Point> points) {
        Map<Optional<Label>, List<TokenProjection.Point>> pointsByLabel =
                points.stream().collect(Collectors.groupingBy(TokenProjection.Point::label));
        long maxOccurrences = points.stream()
                .mapToLong(TokenProjection.Point::occurrences)
                .max()
                .orElse(1);
        List<Series> groups = new ArrayList<>();
        pointsByLabel.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .forEach(entry ->
                        groups.add(tokenSeries(entry.getKey(), entry.getValue(), maxOccurrences, groups.size())));
        return Chart.of(
                        "Tokens by their most characteristic label",
                        Axis.linear("first principal component of the embedding"),
                        Axis.linear("second principal component"),
                        groups)
                .withHeight(620);
    }

    private static Series.Points tokenSeries(
            Optional<Label> label, List<TokenProjection.Point> points, long maxOccurrences, int index) {
        Series.Symbol[] symbols = Series.Symbol.values();
        return Series.Points.of(
                        label.map(Label::name).orElse("in no training clip"),
                        points.stream().mapToDouble(TokenProjection.Point::x).toArray(),
                        points.stream().mapToDouble(TokenProjection.Point::y).toArray())
                .withMarker(symbols[index / ChartColors.SERIES.size() % symbols.length], ChartColors.of(index))
                .withSizes(points.stream()
                        .mapToDouble(
                                point -> 4 + 16 * Math.sqrt((double) point.occurrences() / Math.max(1, maxOccurrences)))
                        .toArray())
                .withTooltips(points.stream()
                        .map(point -> "token %d: %d occurrences, %.1f times as frequent in its label's clips as in all"
                                .formatted(point.token(), point.occurrences(), point.lift()))
                        .toList());
    }

    /** Creates a heatmap with a height that fits its row names. */
    private static Chart heatmap(String title, Axis columns, Axis rows, Series.Heatmap cells) {
        return Chart.of(title, columns, rows, cells)
                .withHeight(190 + 22 * cells.values().size());
    }

    /**
     * Charts the confusion matrix: predicted labels (columns) per actual label (rows), as fractions of the actual
     * label's clips.
     */
    public static Chart confusionMatrix(EvaluationReport evaluation) {
        List<Label> labels = evaluation.labels().stream()
                .sorted(Comparator.comparingInt(LabelScore::clips).reversed())
                .limit(MAX_LABELS)
                .map(LabelScore::label)
                .sorted(Comparator.comparingInt(Label::index))
                .toList();
        Map<List<Label>, Double> shares = new LinkedHashMap<>();
        labels.forEach(label -> shares.put(List.of(label, label), 1.0));
        for (Confusion confusion : evaluation.confusions()) {
            shares.merge(List.of(confusion.actual(), confusion.actual()), -confusion.share(), Double::sum);
            shares.put(List.of(confusion.actual(), confusion.predicted()), confusion.share());
        }
        List<String> names = labels.stream().map(Label::name).toList();
        double[][] rows = labels.stream()
                .map(actual -> labels.stream()
                        .mapToDouble(predicted -> shares.getOrDefault(List.of(actual, predicted), 0.0))
                        .toArray())
                .toArray(double[][]::new);
        return heatmap(
                "Confusion matrix",
                Axis.columns("predicted label", names),
                Axis.rows("actual label", names),
                Series.Heatmap.of(rows, 0, "fraction of the label's clips"));
    }

    /** Returns a table of the 30 most frequent confusions. */
    public static Table confusionTable(EvaluationReport evaluation) {
        List<Confusion> confusions =
                evaluation.confusions().stream().limit(MAX_LABELS).toList();
        return Table.create(
                StringColumn.create(
                        "actual label",
                        confusions.stream().map(confusion -> confusion.actual().name())),
                StringColumn.create("predicted label", confusions.stream().map(confusion -> confusion
                        .predicted()
                        .name())),
                IntColumn.create(
                        "clips", confusions.stream().mapToInt(Confusion::clips).toArray()),
                DoubleColumn.create(
                        "fraction of the label's clips",
                        confusions.stream().mapToDouble(Confusion::share).toArray()));
    }

    /** Returns a table of training and validation clips with identical content. */
    public static Table overlap(SplitOverlap overlap) {
        return Table.create(
                StringColumn.create(
                        "training clip", overlap.duplicates().stream().map(SplitOverlap.Duplicate::train)),
                StringColumn.create(
                        "same validation clip", overlap.duplicates().stream().map(SplitOverlap.Duplicate::validation)));
    }
}
