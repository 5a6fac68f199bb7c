package audiotokens.notebook.figure;

import audiotokens.metrics.Interval;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts a chart to Plotly's JSON: traces, layout and config. */
final class PlotlyJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private PlotlyJson() {}

    /** Converts the chart to {@code data}, {@code layout} and {@code config}. */
    static Map<String, Object> toMap(Chart chart) {
        ObjectNode figure = JSON.createObjectNode();
        ArrayNode data = figure.putArray("data");
        for (int i = 0; i < chart.series().size(); i++) {
            data.add(trace(chart, i));
        }
        if (chart.rightAxis().isPresent() && chart.series().stream().noneMatch(PlotlyJson::onRight)) {
            // Plotly draws an axis only if a trace uses it.
            ObjectNode invisibleTrace = data.addObject().put("type", "scatter").put("yaxis", "y2");
            invisibleTrace.put("opacity", 0).put("hoverinfo", "skip").put("showlegend", false);
            invisibleTrace.putArray("x").add(0);
            invisibleTrace.putArray("y").add(0);
        }
        figure.set("layout", PlotlyLayout.of(chart));
        figure.putObject("config")
                .put("displaylogo", false)
                .put("displayModeBar", "hover")
                .put("typesetMath", false);
        return JSON.convertValue(figure, new TypeReference<>() {});
    }

    private static boolean onRight(Series series) {
        return series instanceof Series.Line line && line.onRight();
    }

    private static ObjectNode trace(Chart chart, int index) {
        Series series = chart.series().get(index);
        ObjectNode trace = JSON.createObjectNode();
        if (!series.name().isBlank()) {
            trace.put("name", PlotlyText.literal(series.name()));
        }
        switch (series) {
            case Series.Line line -> addLine(trace, line);
            case Series.Points points -> addPoints(trace, points, ChartColors.of(index));
            case Series.Bars bars -> addBars(trace, bars, chart.y().names());
            case Series.Columns columns -> {
                trace.put("type", "bar");
                add(trace.putArray("x"), columns.x());
                add(trace.putArray("y"), columns.heights());
            }
            case Series.Heatmap heatmap -> addHeatmap(trace, heatmap, chart);
        }
        return trace;
    }

    private static void addLine(ObjectNode trace, Series.Line line) {
        trace.put("type", "scatter").put("mode", line.markers() ? "lines+markers" : "lines");
        add(trace.putArray("x"), line.x());
        add(trace.putArray("y"), line.y());
        if (line.dashed()) {
            trace.putObject("line").put("dash", "dash");
        }
        if (line.onRight()) {
            trace.put("yaxis", "y2");
        }
        if (!line.intervals().isEmpty()) {
            addErrorBars(trace.putObject("error_y"), line.y(), line.intervals());
        }
    }

    private static void addPoints(ObjectNode trace, Series.Points points, String color) {
        trace.put("type", "scatter").put("mode", "markers");
        add(trace.putArray("x"), points.x());
        add(trace.putArray("y"), points.y());
        ObjectNode marker = trace.putObject("marker");
        marker.put("symbol", points.symbol().name().toLowerCase(Locale.ROOT));
        if (points.sizes().size() == 1) {
            marker.put("size", points.sizes().getFirst());
        } else {
            add(marker.putArray("size"), points.sizes());
            marker.put("opacity", 0.8);
        }
        points.shades()
                .ifPresentOrElse(
                        shades -> {
                            add(marker.putArray("color"), shades.values());
                            marker.put("colorscale", ColorMap.PLOTLY_NAME).put("showscale", true);
                            addColorBar(marker, shades.title());
                        },
                        () -> marker.put("color", points.color().orElse(color)));
        if (!points.texts().isEmpty()) {
            ArrayNode texts = trace.putArray("text");
            points.texts().forEach(text -> texts.add(PlotlyText.literal(text)));
        }
    }

    private static void addBars(ObjectNode trace, Series.Bars bars, List<String> names) {
        trace.put("type", "bar").put("orientation", "h");
        add(trace.putArray("x"), bars.lengths());
        categories(names).forEach(trace.putArray("y")::add);
        if (!bars.intervals().isEmpty()) {
            ObjectNode error = trace.putObject("error_x").put("color", ChartColors.TEXT);
            addErrorBars(error, bars.lengths(), bars.intervals());
        }
    }

    private static void addErrorBars(ObjectNode error, List<Double> values, List<Interval> intervals) {
        error.put("type", "data").put("symmetric", false);
        ArrayNode upper = error.putArray("array");
        ArrayNode lower = error.putArray("arrayminus");
        for (int i = 0; i < intervals.size(); i++) {
            upper.add(intervals.get(i).high() - values.get(i));
            lower.add(values.get(i) - intervals.get(i).low());
        }
    }

    private static void addHeatmap(ObjectNode trace, Series.Heatmap heatmap, Chart chart) {
        trace.put("type", "heatmap").put("colorscale", ColorMap.PLOTLY_NAME);
        categories(chart.x().names()).forEach(trace.putArray("x")::add);
        categories(chart.y().names()).forEach(trace.putArray("y")::add);
        ArrayNode rows = trace.putArray("z");
        heatmap.values().forEach(row -> add(rows.addArray(), row));
        trace.put("zmin", heatmap.low()).put("zmax", heatmap.high());
        addColorBar(trace, heatmap.title());
    }

    private static void addColorBar(ObjectNode parent, String title) {
        parent.putObject("colorbar")
                .putObject("title")
                .put("text", PlotlyText.literal(title))
                .put("side", "right");
    }

    /** Makes names unique for Plotly's categories by appending zero-width characters to duplicates. */
    static List<String> categories(List<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        return names.stream()
                .map(name -> PlotlyText.literal(name) + "\u200b".repeat(counts.merge(name, 1, Integer::sum) - 1))
                .collect(Collectors.toList());
    }

    /** Adds values; those that are not finite become null, for which Plotly leaves a gap. */
    private static void add(ArrayNode array, List<Double> values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        }
    }
}
