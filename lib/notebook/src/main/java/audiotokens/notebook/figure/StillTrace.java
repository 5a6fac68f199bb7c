package audiotokens.notebook.figure;

import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.List;
import java.util.Map;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Adds one of Plotly's traces to a still chart. */
final class StillTrace {
    private static final double BAR_WIDTH = 0.8;
    private static final double STANDARD_SIZE = 6;

    private StillTrace() {}

    /**
     * Adds a trace.
     *
     * @param index its place among the traces
     * @param layout how bars of several traces share a place
     */
    static void add(XYPlot plot, int index, Map<String, Object> trace, BarLayout layout) {
        if ("heatmap".equals(trace.get("type"))) {
            Heatmap.add(plot, index, trace);
            return;
        }
        List<?> x = trace.get("x") instanceof List<?> values ? values : List.of();
        List<?> y = trace.get("y") instanceof List<?> values ? values : List.of();
        String name = String.valueOf(trace.getOrDefault("name", ""));
        AbstractXYItemRenderer renderer;
        if ("bar".equals(trace.get("type"))) {
            boolean flat = "h".equals(trace.get("orientation"));
            plot.setDataset(index, bars(name, flat ? y : x, flat ? x : y, flat, index, layout));
            renderer = barRenderer();
        } else {
            plot.setDataset(index, points(name, x, y));
            renderer = pointRenderer(trace);
        }
        renderer.setSeriesPaint(0, colour(trace, index));
        renderer.setDefaultSeriesVisibleInLegend(!name.isBlank());
        plot.setRenderer(index, renderer);
        if ("y2".equals(trace.get("yaxis"))) {
            plot.mapDatasetToRangeAxis(index, 1);
        }
    }

    private static XYIntervalSeriesCollection bars(
            String name, List<?> places, List<?> lengths, boolean flat, int index, BarLayout layout) {
        XYIntervalSeries series = new XYIntervalSeries(name, false, true);
        double width = BAR_WIDTH / layout.sideBySide();
        for (int i = 0; i < places.size(); i++) {
            double place = number(places.get(i), i);
            double from = place - BAR_WIDTH / 2 + index % layout.sideBySide() * width;
            double length = number(lengths.get(i), 0);
            double base = layout.baseOf(i, length);
            series.add(place, from, from + width, base + length, base, base + length);
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(series);
        return flat ? turned(series) : data;
    }

    /** The same bars lying down: JFreeChart's horizontal plots turn both axes, so here the values change places. */
    private static XYIntervalSeriesCollection turned(XYIntervalSeries upright) {
        XYIntervalSeries lying = new XYIntervalSeries(upright.getKey(), false, true);
        for (int i = 0; i < upright.getItemCount(); i++) {
            double length = upright.getYValue(i);
            lying.add(
                    length,
                    upright.getYLowValue(i),
                    length,
                    upright.getX(i).doubleValue(),
                    upright.getXLowValue(i),
                    upright.getXHighValue(i));
        }
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(lying);
        return data;
    }

    private static XYBarRenderer barRenderer() {
        XYBarRenderer renderer = new XYBarRenderer();
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setUseYInterval(true);
        return renderer;
    }

    private static XYSeriesCollection points(String name, List<?> x, List<?> y) {
        XYSeries series = new XYSeries(name, false, true);
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            series.add(number(x.get(i), i), number(y.get(i), i));
        }
        return new XYSeriesCollection(series);
    }

    private static XYLineAndShapeRenderer pointRenderer(Map<String, Object> trace) {
        String mode = String.valueOf(trace.getOrDefault("mode", "lines"));
        boolean dashed = trace.get("line") instanceof Map<?, ?> line && line.containsKey("dash");
        Object sizes = trace.get("marker") instanceof Map<?, ?> marker ? marker.get("size") : null;
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(mode.contains("lines"), mode.contains("markers")) {
            private static final long serialVersionUID = 1L;

            @Override
            public Shape getItemShape(int series, int item) {
                Object size = sizes instanceof List<?> each ? each.get(item) : sizes;
                return circle(size instanceof Number number ? number.doubleValue() : STANDARD_SIZE);
            }
        };
        renderer.setSeriesStroke(0, StillChart.stroke(dashed));
        return renderer;
    }

    private static Shape circle(double size) {
        return new Ellipse2D.Double(-size / 2, -size / 2, size, size);
    }

    private static Paint colour(Map<String, Object> trace, int index) {
        Object given = null;
        for (String part : List.of("line", "marker")) {
            if (trace.get(part) instanceof Map<?, ?> map && map.get("color") instanceof String text) {
                given = text;
            }
        }
        String standard = PlotlyStyle.COLOURS.get(index % PlotlyStyle.COLOURS.size());
        return Color.decode(given instanceof String text && text.startsWith("#") ? text : standard);
    }

    private static double number(Object value, int place) {
        return switch (value) {
            case null -> Double.NaN;
            case Number number -> number.doubleValue();
            default -> place;
        };
    }
}
