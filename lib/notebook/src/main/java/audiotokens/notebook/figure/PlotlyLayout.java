package audiotokens.notebook.figure;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts a chart's axes, title, legend and background to Plotly's layout. */
final class PlotlyLayout {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TRANSPARENT = "rgba(0,0,0,0)";
    private static final int TOP_MARGIN = 76;
    private static final int TITLE_LINE_HEIGHT = 22;

    /** With more series the legend is next to the chart instead of above it. */
    private static final int MAX_SERIES_IN_TOP_LEGEND = 6;

    private PlotlyLayout() {}

    static ObjectNode of(Chart chart) {
        ObjectNode layout = JSON.createObjectNode();
        List<String> title = PlotlyText.lines(chart.title());
        layout.put("autosize", true)
                .put("height", chart.height())
                .put("paper_bgcolor", TRANSPARENT)
                .put("plot_bgcolor", TRANSPARENT)
                .put("showlegend", chart.hasLegend());
        layout.putObject("font").put("color", ChartColors.TEXT).put("size", 13);
        ArrayNode colors = layout.putArray("colorway");
        ChartColors.SERIES.forEach(colors::add);
        layout.putObject("margin")
                .put("l", 70)
                .put("r", 30)
                .put("t", TOP_MARGIN + TITLE_LINE_HEIGHT * (title.size() - 1))
                .put("b", 60);
        layout.putObject("hoverlabel").put("namelength", -1);
        addTitle(layout.putObject("title"), title);
        addLegend(layout.putObject("legend"), chart);
        switch (chart.barMode()) {
            case GROUPED -> layout.put("barmode", "group");
            case OVERLAID -> layout.put("barmode", "overlay");
            case STACKED -> layout.put("barmode", "stack");
        }
        addAxis(layout.putObject("xaxis"), chart.x());
        addAxis(layout.putObject("yaxis"), chart.y());
        chart.rightAxis().ifPresent(axis -> {
            ObjectNode rightAxis = layout.putObject("yaxis2");
            rightAxis.put(
                    "tickmode",
                    "auto"); // otherwise Plotly aligns the ticks with the left axis, at values that are not round
            addAxis(rightAxis, axis);
            rightAxis.put("side", "right").put("overlaying", "y");
        });
        chart.backdrop().ifPresent(backdrop -> addBackdrop(layout.putArray("images"), backdrop));
        if (!chart.notes().isEmpty()) {
            ArrayNode notes = layout.putArray("annotations");
            chart.notes().forEach(note -> notes.addObject()
                    .put("x", note.x())
                    .put("y", note.y())
                    .put("text", PlotlyText.literal(note.text()))
                    .put("showarrow", false));
        }
        return layout;
    }

    /**
     * Places the title at the top left of the figure. The plot area may start further to the right, depending on the
     * names on its axis.
     */
    private static void addTitle(ObjectNode title, List<String> lines) {
        title.put(
                        "text",
                        String.join(
                                "<br>", lines.stream().map(PlotlyText::literal).toList()))
                .put("x", 0)
                .put("xref", "container")
                .put("xanchor", "left")
                .put("y", 1)
                .put("yref", "container")
                .put("yanchor", "top");
        // Plotly moves a title up for each additional line.
        title.putObject("pad").put("t", 14 + 13 * (lines.size() - 1)).put("l", 10);
    }

    private static void addLegend(ObjectNode legend, Chart chart) {
        legend.put("traceorder", "normal"); // Plotly would reverse it for stacked bars
        if (chart.series().size() > MAX_SERIES_IN_TOP_LEGEND) {
            legend.put("x", 1.02).put("xanchor", "left").put("y", 1).put("yanchor", "top");
        } else {
            legend.put("orientation", "h")
                    .put("x", 0)
                    .put("xanchor", "left")
                    .put("y", 1)
                    .put("yanchor", "bottom");
        }
    }

    private static void addAxis(ObjectNode json, Axis axis) {
        json.putObject("title").put("text", PlotlyText.literal(axis.title()));
        json.put("gridcolor", ChartColors.GRID)
                .put("zerolinecolor", ChartColors.GRID)
                .put("showgrid", axis.grid())
                .put("automargin", true);
        switch (axis.scale()) {
            case Axis.Linear() -> json.put("type", "linear");
            case Axis.Logarithmic() -> json.put("type", "log").put("dtick", "D2");
            case Axis.Categorical(List<String> names) -> addNames(json.put("type", "category"), names);
        }
        switch (axis.limits()) {
            case Axis.DataRange() -> {}
            case Axis.FromZero() -> json.put("rangemode", "tozero");
            case Axis.Range(double from, double to) ->
                json.putArray("range")
                        .add(rangeBound(axis, axis.reversed() ? to : from))
                        .add(rangeBound(axis, axis.reversed() ? from : to));
        }
        if (axis.reversed() && !(axis.limits() instanceof Axis.Range)) {
            json.put("autorange", "reversed");
        }
        switch (axis.ticks()) {
            case Axis.Automatic() -> {}
            case Axis.MultiplesOf(int step) -> json.put("tickformat", "d").put("dtick", step);
            case Axis.Decades() -> json.put("dtick", 1);
            case Axis.FixedTicks(List<Double> positions, List<String> texts) -> {
                json.put("tickmode", "array");
                positions.forEach(json.putArray("tickvals")::add);
                ArrayNode names = json.putArray("ticktext");
                texts.forEach(text -> names.add(PlotlyText.literal(text)));
            }
        }
    }

    /** Converts an end of the range: for logarithmic axes, Plotly expects exponents of ten. */
    private static double rangeBound(Axis axis, double value) {
        return axis.scale() instanceof Axis.Logarithmic ? Math.log10(value) : value;
    }

    /** Truncates long names on the axis; the tooltip contains the full name. */
    private static void addNames(ObjectNode json, List<String> names) {
        json.put("ticklabelstandoff", 4);
        if (names.stream().allMatch(name -> PlotlyText.truncated(name).equals(name))) {
            return;
        }
        json.put("tickmode", "array");
        PlotlyJson.categories(names).forEach(json.putArray("tickvals")::add);
        ArrayNode texts = json.putArray("ticktext");
        names.forEach(name -> texts.add(PlotlyText.literal(PlotlyText.truncated(name))));
    }

    private static void addBackdrop(ArrayNode images, Chart.Backdrop backdrop) {
        images.addObject()
                .put("source", Html.dataUrl("image/png", backdrop.image().png()))
                .put("xref", "x")
                .put("yref", "paper")
                .put("x", 0)
                .put("y", 1)
                .put("sizex", backdrop.width())
                .put("sizey", 1)
                .put("sizing", "stretch")
                .put("layer", "below");
    }
}
