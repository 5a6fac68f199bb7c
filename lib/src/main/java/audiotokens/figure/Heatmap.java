package audiotokens.figure;

import java.awt.Color;
import java.awt.Paint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.data.xy.DefaultXYZDataset;

/** A table of numbers as colours, with named rows and columns. */
final class Heatmap {
    private Heatmap() {}

    /**
     * A heatmap, its first row on top.
     *
     * @param values by row and column, 0 or more
     * @param unit what the colours mean, with its unit
     */
    static PlotlyFigure of(
            String title,
            String columnTitle,
            String rowTitle,
            List<String> columns,
            List<String> rows,
            double[][] values,
            String unit) {
        Map<String, Object> trace = new LinkedHashMap<>();
        trace.put("type", "heatmap");
        trace.put("x", columns);
        trace.put("y", rows);
        trace.put(
                "z",
                Arrays.stream(values)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
        trace.put("zmin", 0);
        trace.put("colorscale", ColourMap.PLOTLY_NAME);
        trace.put("colorbar", Map.of("title", Map.of("text", unit, "side", "right")));
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("xaxis", axis(columnTitle));
        layout.put("yaxis", axis(rowTitle));
        layout.put("height", 190 + 22 * rows.size());
        return PlotlyStyle.applyTo(new PlotlyFigure(title, List.of(trace), layout))
                .withAxis("yaxis", "autorange", "reversed");
    }

    private static Map<String, Object> axis(String title) {
        return Map.of("title", Map.of("text", title), "type", "category", "showgrid", false);
    }

    /** The greatest value of a heatmap's trace. */
    static double greatest(Map<String, Object> trace) {
        return ((List<?>) trace.get("z"))
                .stream()
                        .flatMap(row -> ((List<?>) row).stream())
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .max()
                        .orElse(0);
    }

    /** Adds a heatmap's trace to a still chart. */
    static void add(XYPlot plot, int index, Map<String, Object> trace) {
        List<?> rows = (List<?>) trace.get("z");
        int width = rows.isEmpty() ? 0 : ((List<?>) rows.getFirst()).size();
        double[][] points = new double[3][rows.size() * width];
        for (int i = 0; i < points[0].length; i++) {
            points[0][i] = i % width;
            points[1][i] = i / width;
            points[2][i] = ((Number) ((List<?>) rows.get(i / width)).get(i % width)).doubleValue();
        }
        DefaultXYZDataset data = new DefaultXYZDataset();
        data.addSeries("", points);
        XYBlockRenderer blocks = new XYBlockRenderer();
        blocks.setPaintScale(new Colours(greatest(trace)));
        plot.setDataset(index, data);
        plot.setRenderer(index, blocks);
    }

    /**
     * The project's colours over 0 to {@code greatest}.
     *
     * @param greatest the value of the lightest colour
     */
    record Colours(double greatest) implements PaintScale {
        @Override
        public double getLowerBound() {
            return 0;
        }

        @Override
        public double getUpperBound() {
            return Math.max(greatest, Double.MIN_NORMAL);
        }

        @Override
        public Paint getPaint(double value) {
            return new Color(ColourMap.rgb(value / getUpperBound()));
        }
    }
}
