package audiotokens.notebook.figure;

import audiotokens.metrics.Interval;
import audiotokens.notebook.experiment.CrossValidated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.Trace;

/** The pictures of a cross-validation. */
public final class CrossValidationFigures {
    private CrossValidationFigures() {}

    /** Every classifier as a row. */
    public static HtmlTable table(List<CrossValidated> classifiers) {
        return HtmlTable.of(Table.create(
                StringColumn.create("classifier", classifiers.stream().map(CrossValidated::name)),
                column("accuracy", classifiers, CrossValidated::accuracy),
                StringColumn.create("of each fold", classifiers.stream().map(CrossValidationFigures::folds)),
                column("mAP", classifiers, each -> each.metrics().meanAveragePrecision()),
                StringColumn.create("its 95 % interval", classifiers.stream().map(CrossValidationFigures::interval)),
                column("seconds", classifiers, CrossValidated::seconds)));
    }

    private static String folds(CrossValidated classifier) {
        return Arrays.stream(classifier.accuracies())
                .mapToObj(accuracy -> String.format(Locale.ROOT, "%.2f", accuracy))
                .collect(Collectors.joining(" "));
    }

    private static String interval(CrossValidated classifier) {
        Interval interval = classifier.metrics().interval();
        return String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
    }

    private static DoubleColumn column(
            String name, List<CrossValidated> classifiers, ToDoubleFunction<CrossValidated> value) {
        return DoubleColumn.create(name, classifiers.stream().mapToDouble(value).toArray());
    }

    /** Accuracy and mean average precision of each classifier, the latter with its 95 % interval. */
    public static PlotlyFigure scores(List<CrossValidated> classifiers) {
        List<CrossValidated> upwards = classifiers.reversed();
        PlotlyFigure figure = PlotlyFigure.of(
                        "Accuracy and mAP of each classifier, all folds pooled",
                        Axes.linear("accuracy, mean average precision"),
                        Axes.categories(""),
                        bars(
                                "mAP, with its 95 % interval",
                                upwards, each -> each.metrics().meanAveragePrecision()),
                        bars("accuracy", upwards, CrossValidated::accuracy))
                .withAxis("xaxis", "range", List.of(0, 1))
                .withHeight(170 + 44 * classifiers.size());
        List<Map<String, Object>> traces = new ArrayList<>(figure.data());
        Map<String, Object> map = new LinkedHashMap<>(traces.getFirst());
        map.put("error_x", intervals(upwards));
        traces.set(0, map);
        return new PlotlyFigure(figure.title(), traces, figure.layout());
    }

    private static Trace bars(String name, List<CrossValidated> classifiers, ToDoubleFunction<CrossValidated> value) {
        return BarTrace.builder(
                        classifiers.stream().map(CrossValidated::name).toArray(String[]::new),
                        classifiers.stream().mapToDouble(value).toArray())
                .orientation(BarTrace.Orientation.HORIZONTAL)
                .name(name)
                .build();
    }

    private static Map<String, Object> intervals(List<CrossValidated> classifiers) {
        List<Double> above = new ArrayList<>();
        List<Double> below = new ArrayList<>();
        for (CrossValidated classifier : classifiers) {
            double map = classifier.metrics().meanAveragePrecision();
            Interval interval = classifier.metrics().interval();
            above.add(interval.high() - map);
            below.add(map - interval.low());
        }
        return Map.of("type", "data", "symmetric", false, "array", above, "arrayminus", below);
    }
}
