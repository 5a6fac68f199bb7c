package audiotokens.notebook.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The look that all figures share: readable on light and dark pages, in colours that the colour-blind tell apart. */
final class PlotlyStyle {
    /** Contrast of about 4.5 to 1 against both white and JupyterLab's dark background. */
    static final String TEXT = "#787878";

    static final String GRID = "rgba(128,128,128,0.25)";

    /** Okabe and Ito's colours, without the yellow and the black that drown on one of the backgrounds. */
    static final List<String> COLOURS = List.of("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9");

    private static final String TRANSPARENT = "rgba(0,0,0,0)";

    private PlotlyStyle() {}

    static PlotlyFigure applyTo(PlotlyFigure figure) {
        Map<String, Object> layout = new LinkedHashMap<>(figure.layout());
        layout.remove("width");
        layout.put("autosize", true);
        layout.putIfAbsent("height", 400);
        layout.put("paper_bgcolor", TRANSPARENT);
        layout.put("plot_bgcolor", TRANSPARENT);
        layout.put("font", Map.of("color", TEXT, "size", 13));
        layout.put("colorway", COLOURS);
        layout.put("margin", Map.of("l", 70, "r", 30, "t", 76, "b", 60));
        layout.put("title", title(figure.title()));
        layout.put("legend", Map.of("orientation", "h", "y", 1, "yanchor", "bottom", "x", 0, "xanchor", "left"));
        for (String axis : List.of("xaxis", "yaxis", "yaxis2")) {
            if (axis.equals("yaxis2") && !layout.containsKey(axis)) {
                continue;
            }
            layout.put(axis, axis(layout.get(axis)));
        }
        return new PlotlyFigure(
                figure.title(),
                figure.data().stream().map(trace -> trace(trace, layout)).toList(),
                layout);
    }

    /** A title as Plotly's version 3 and newer wants it, flush left. */
    static Map<String, Object> title(String text) {
        return Map.of(
                "text",
                text,
                "x",
                0,
                "xref",
                "paper",
                "xanchor",
                "left",
                "y",
                1,
                "yref",
                "container",
                "yanchor",
                "top",
                "pad",
                Map.of("t", 14));
    }

    private static Map<String, Object> axis(Object given) {
        Map<String, Object> axis = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> axis.put(key.toString(), value));
        }
        if (axis.get("title") instanceof String text) {
            axis.put("title", Map.of("text", text));
        }
        axis.putIfAbsent("gridcolor", GRID);
        axis.putIfAbsent("zerolinecolor", GRID);
        if ("log".equals(axis.get("type"))) {
            axis.putIfAbsent("dtick", "D2");
        }
        if (axis.containsKey("overlaying")) {
            // Plotly would otherwise place its ticks beside the first axis's, at odd values.
            axis.put("tickmode", "auto");
        }
        axis.put("automargin", true);
        return axis;
    }

    /** Tablesaw writes most numbers as text; here they become numbers again, but on an axis of names. */
    private static Map<String, Object> trace(Map<String, Object> given, Map<String, Object> layout) {
        Map<String, Object> trace = new LinkedHashMap<>(given);
        for (String key : List.of("x", "y")) {
            boolean names = layout.get(key + "axis") instanceof Map<?, ?> axis && "category".equals(axis.get("type"));
            if (!names && trace.get(key) instanceof List<?> values) {
                trace.put(key, asNumbers(values));
            }
        }
        return trace;
    }

    private static List<?> asNumbers(List<?> values) {
        try {
            return values.stream()
                    .map(value -> value instanceof String text ? (Object) Double.valueOf(text) : value)
                    .map(value -> value instanceof Double number && number.isNaN() ? null : value)
                    .toList();
        } catch (NumberFormatException e) {
            return values;
        }
    }
}
