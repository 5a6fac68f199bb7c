package audiotokens.notebook.figure;

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
     * @param values by row and column
     * @param least the value of the darkest colour; the lightest is the greatest of the values
     * @param unit what the colours mean, with its unit
     */
    static PlotlyFigure of(
            String title,
            String columnTitle,
            String rowTitle,
            List<String> columns,
            List<String> rows,
            double[][] values,
            double least,
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
        trace.put("zmin", least);
        trace.put("zmax", Math.max(greatest(values), least + Double.MIN_NORMAL));
        trace.put("colorscale", ColourMap.PLOTLY_NAME);
        trace.put("colorbar", Map.of("title", Map.of("text", unit, "side", "right")));
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("xaxis", axis(columnTitle));
        layout.put("yaxis", axis(rowTitle));
        layout.put("height", 190 + 22 * rows.size());
        return PlotlyStyle.applyTo(new PlotlyFigure(title, List.of(trace), layout))
                .withAxis("yaxis", "autorange", "reversed");
    }

    private static double greatest(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).max().orElse(0);
    }

    /** The least of {@code values}; 0 where there are none. */
    static double least(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).min().orElse(0);
    }

    private static Map<String, Object> axis(String title) {
        return Map.of("title", Map.of("text", title), "type", "category", "showgrid", false);
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
        blocks.setPaintScale(Colours.of(trace));
        plot.setDataset(index, data);
        plot.setRenderer(index, blocks);
    }

    /**
     * The project's colours over a range.
     *
     * @param least the value of the darkest colour
     * @param greatest the value of the lightest colour
     */
    record Colours(double least, double greatest) implements PaintScale {

        /** The colours of a heatmap's trace. */
        static Colours of(Map<String, Object> trace) {
            return new Colours(((Number) trace.get("zmin")).doubleValue(), ((Number) trace.get("zmax")).doubleValue());
        }

        @Override
        public double getLowerBound() {
            return least;
        }

        @Override
        public double getUpperBound() {
            return greatest;
        }

        @Override
        public Paint getPaint(double value) {
            return new Color(ColourMap.rgb((value - least) / (greatest - least)));
        }
    }
}
