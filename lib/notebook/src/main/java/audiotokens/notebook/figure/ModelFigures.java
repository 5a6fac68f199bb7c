package audiotokens.notebook.figure;

import audiotokens.label.Label;
import audiotokens.metrics.Confusion;
import audiotokens.metrics.LabelScore;
import audiotokens.pipeline.evaluation.EvaluationReport;
import audiotokens.pipeline.evaluation.LossLandscape;
import audiotokens.pipeline.evaluation.SplitOverlap;
import audiotokens.pipeline.evaluation.TokenMap;
import audiotokens.training.TrainingReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The pictures of what is inside a trained model. */
public final class ModelFigures {
    private static final int MOST_LABELS = 30;
    /** What a gradient of 0 is drawn as. */
    private static final double SMALLEST = 1e-12;

    private static final List<String> SYMBOLS = List.of("circle", "diamond", "cross");

    private ModelFigures() {}

    /** Mean absolute gradient of each weight at the end of each epoch; the input on top, the output below. */
    public static PlotlyFigure gradients(TrainingReport training) {
        List<String> weights = training.epochs().getFirst().gradients().keySet().stream()
                .filter(name -> !name.contains("bias"))
                .toList();
        double[][] powers = weights.stream()
                .map(weight -> training.epochs().stream()
                        .mapToDouble(epoch ->
                                Math.log10(Math.max(SMALLEST, epoch.gradients().get(weight))))
                        .toArray())
                .toArray(double[][]::new);
        return Heatmap.of(
                "Gradient flow: mean absolute gradient of each weight",
                "epoch",
                "",
                training.epochs().stream()
                        .map(epoch -> String.valueOf(epoch.number()))
                        .toList(),
                weights,
                powers,
                Heatmap.least(powers),
                "gradient, power of ten");
    }

    /** The loss on a plane through the best weights, which are in its middle. */
    public static PlotlyFigure landscape(LossLandscape landscape) {
        int points = landscape.steps().length;
        List<String> steps = DoubleStream.of(landscape.steps())
                .mapToObj(step -> String.format(Locale.ROOT, "%.2f", step))
                .toList();
        double[][] rows = new double[points][points];
        for (int row = 0; row < points; row++) {
            for (int column = 0; column < points; column++) {
                rows[row][column] = landscape.loss()[column][points - 1 - row];
            }
        }
        return Heatmap.of(
                        "Validation loss around the best weights",
                        "first direction (lengths of the weights)",
                        "second direction",
                        steps,
                        steps.reversed(),
                        rows,
                        Heatmap.least(rows),
                        "loss")
                .withHeight(520);
    }

    /** The token embedding on a plane, in the colour of the label that each token speaks for. */
    public static PlotlyFigure tokens(List<TokenMap.Point> points) {
        Map<Optional<Label>, List<TokenMap.Point>> byLabel =
                points.stream().collect(Collectors.groupingBy(TokenMap.Point::label));
        long most = points.stream().mapToLong(TokenMap.Point::occurrences).max().orElse(1);
        List<Map<String, Object>> traces = new ArrayList<>();
        byLabel.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .forEach(entry -> traces.add(tokensOf(entry.getKey(), entry.getValue(), most, traces.size())));
        return PlotlyFigure.ofTraces(
                        "Tokens by the label they speak for",
                        Axes.linear("first principal component of the embedding"),
                        Axes.linear("second principal component"),
                        traces)
                .withLayout("legend", Map.of("x", 1.02, "xanchor", "left", "y", 1, "yanchor", "top"))
                .withHeight(620);
    }

    private static Map<String, Object> tokensOf(
            Optional<Label> label, List<TokenMap.Point> points, long most, int place) {
        int colours = PlotlyStyle.COLOURS.size();
        Map<String, Object> marker = new LinkedHashMap<>();
        marker.put("color", PlotlyStyle.COLOURS.get(place % colours));
        marker.put("symbol", SYMBOLS.get(place / colours % SYMBOLS.size()));
        marker.put("opacity", 0.8);
        marker.put(
                "size",
                points.stream()
                        .map(point -> 4 + 16 * Math.sqrt((double) point.occurrences() / Math.max(1, most)))
                        .toList());
        Map<String, Object> trace = new LinkedHashMap<>(Map.of("type", "scatter", "mode", "markers"));
        trace.put("name", label.map(Label::name).orElse("in no training clip"));
        trace.put("x", points.stream().map(TokenMap.Point::x).toList());
        trace.put("y", points.stream().map(TokenMap.Point::y).toList());
        trace.put("marker", marker);
        trace.put(
                "text",
                points.stream()
                        .map(point -> "token %d, %d times, %.1f times as often as elsewhere"
                                .formatted(point.token(), point.occurrences(), point.lift()))
                        .toList());
        return trace;
    }

    /** Which label is heard (across) where another is meant (downwards), as a share of the clips that have the latter. */
    public static PlotlyFigure confusions(EvaluationReport evaluation) {
        List<Label> labels = evaluation.labels().stream()
                .sorted(Comparator.comparingInt(LabelScore::clips).reversed())
                .limit(MOST_LABELS)
                .map(LabelScore::label)
                .sorted(Comparator.comparingInt(Label::index))
                .toList();
        Map<List<Label>, Double> shares = new LinkedHashMap<>();
        labels.forEach(label -> shares.put(List.of(label, label), 1.0));
        for (Confusion confusion : evaluation.confusions()) {
            shares.merge(List.of(confusion.present(), confusion.present()), -confusion.share(), Double::sum);
            shares.put(List.of(confusion.present(), confusion.heard()), confusion.share());
        }
        List<String> names = labels.stream().map(Label::name).toList();
        return Heatmap.of(
                "Which label is heard where another is meant",
                "label of the highest score",
                "label of the clip",
                names,
                names,
                labels.stream()
                        .map(present -> labels.stream()
                                .mapToDouble(heard -> shares.getOrDefault(List.of(present, heard), 0.0))
                                .toArray())
                        .toArray(double[][]::new),
                0,
                "share of the label's clips");
    }

    /** The most frequent confusions. */
    public static HtmlTable confusionTable(EvaluationReport evaluation) {
        List<HtmlTable.Head> heads = List.of(
                new HtmlTable.Head("label of the clip", false),
                new HtmlTable.Head("heard instead", false),
                new HtmlTable.Head("clips", true),
                new HtmlTable.Head("share of the label's clips", true));
        List<List<Object>> rows = evaluation.confusions().stream()
                .limit(MOST_LABELS)
                .map(confusion -> List.<Object>of(
                        confusion.present().name(), confusion.heard().name(), confusion.clips(), confusion.share()))
                .toList();
        return new HtmlTable(heads, rows, evaluation.confusions().size() - rows.size());
    }

    /** Pairs of a training and a validation clip of the same content. */
    public static HtmlTable overlap(SplitOverlap overlap) {
        List<HtmlTable.Head> heads =
                List.of(new HtmlTable.Head("training clip", false), new HtmlTable.Head("same validation clip", false));
        List<List<Object>> rows = overlap.twins().stream()
                .map(twins -> List.<Object>of(twins.train(), twins.validation()))
                .toList();
        return new HtmlTable(heads, rows, 0);
    }
}
