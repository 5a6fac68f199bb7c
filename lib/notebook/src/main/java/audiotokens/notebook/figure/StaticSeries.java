package audiotokens.notebook.figure;

import audiotokens.metrics.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Adds a chart's series to a JFreeChart plot, each as a dataset with its own renderer. */
final class StaticSeries {
    private static final double BAR_WIDTH = 0.8;
    private static final BasicStroke LINE = new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHES =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

    private final XYPlot plot;
    private final Chart chart;
    private final List<Double> stackEnds;
    private final int nBarSeries;
    private int barSeriesDrawn;
    private int nDatasets;

    StaticSeries(XYPlot plot, Chart chart) {
        this.plot = plot;
        this.chart = chart;
        this.stackEnds = new ArrayList<>(Collections.nCopies(chart.y().names().size(), 0.0));
        this.nBarSeries = (int)
                chart.series().stream().filter(Series.Bars.class::isInstance).count();
    }

    void addAll() {
        for (int i = 0; i < chart.series().size(); i++) {
            Color color = Color.decode(ChartColors.of(i));
            switch (chart.series().get(i)) {
                case Series.Line line -> add(line, color);
                case Series.Points points -> add(points, color);
                case Series.Bars bars -> add(bars, color);
                case Series.Columns columns -> add(columns, color);
                case Series.Heatmap heatmap -> add(heatmap);
            }
        }
        for (Chart.Note note : chart.notes()) {
            XYTextAnnotation text = new XYTextAnnotation(note.text(), note.x(), note.y());
            text.setPaint(StaticChart.TEXT);
            text.setFont(StaticChart.FONT);
            plot.addAnnotation(text);
        }
    }

    private void add(Series.Line line, Color color) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, line.markers());
        renderer.setSeriesStroke(0, line.dashed() ? DASHES : LINE);
        renderer.setSeriesShape(0, shape(Series.Symbol.CIRCLE, 6));
        if (!line.intervals().isEmpty()) {
            mapToAxis(line);
            XYIntervalSeries intervals = new XYIntervalSeries(line.name() + ", interval", false, true);
            for (int i = 0; i < line.intervals().size(); i++) {
                double x = line.x().get(i);
                Interval interval = line.intervals().get(i);
                intervals.add(x, x, x, line.y().get(i), interval.low(), interval.high());
            }
            addIntervals(intervals, false, color);
        }
        mapToAxis(line);
        add(points(line.name(), line.x(), line.y()), renderer, line, color);
    }

    private void mapToAxis(Series.Line line) {
        if (line.onRight()) {
            plot.mapDatasetToRangeAxis(nDatasets, 1);
        }
    }

    private void add(Series.Points points, Color color) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true) {
            private static final long serialVersionUID = 1L;

            @Override
            public Shape getItemShape(int series, int item) {
                int index = points.sizes().size() == 1 ? 0 : item;
                return shape(points.symbol(), points.sizes().get(index));
            }

            @Override
            public Paint getItemPaint(int series, int item) {
                return points.shades()
                        .map(shades ->
                                StaticColors.of(shades).getPaint(shades.values().get(item)))
                        .orElseGet(() -> super.getItemPaint(series, item));
            }
        };
        add(
                points(points.name(), points.x(), points.y()),
                renderer,
                points,
                points.color().map(Color::decode).orElse(color));
    }

    private void add(Series.Bars bars, Color color) {
        int barsPerCategory = chart.barMode() == Chart.BarMode.GROUPED ? nBarSeries : 1;
        double width = BAR_WIDTH / barsPerCategory;
        XYIntervalSeries series = new XYIntervalSeries(bars.name(), false, true);
        XYIntervalSeries intervals = new XYIntervalSeries(bars.name() + ", interval", false, true);
        for (int i = 0; i < bars.lengths().size(); i++) {
            double length = bars.lengths().get(i);
            double barStart = i - BAR_WIDTH / 2 + barSeriesDrawn % barsPerCategory * width;
            double base = chart.barMode() == Chart.BarMode.STACKED ? stackEnds.get(i) : 0;
            stackEnds.set(i, base + length);
            series.add(base + length, base, base + length, i, barStart, barStart + width);
            if (!bars.intervals().isEmpty()) {
                Interval interval = bars.intervals().get(i);
                double middle = barStart + width / 2;
                intervals.add(length, interval.low(), interval.high(), middle, middle, middle);
            }
        }
        barSeriesDrawn++;
        if (!bars.intervals().isEmpty()) {
            addIntervals(intervals, true, StaticChart.TEXT); // JFreeChart draws the first dataset last
        }
        add(collection(series), barRenderer(), bars, color);
    }

    /** Adds error bars, horizontal or vertical. */
    private void addIntervals(XYIntervalSeries intervals, boolean horizontal, Color color) {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(horizontal);
        renderer.setDrawYError(!horizontal);
        renderer.setDefaultShapesVisible(false);
        renderer.setSeriesPaint(0, color);
        renderer.setDefaultSeriesVisibleInLegend(false);
        plot.setDataset(nDatasets, collection(intervals));
        plot.setRenderer(nDatasets++, renderer);
    }

    private void add(Series.Columns columns, Color color) {
        List<Double> x = columns.x();
        double width = BAR_WIDTH * (x.size() > 1 ? Math.abs(x.get(1) - x.get(0)) : 1);
        XYIntervalSeries series = new XYIntervalSeries(columns.name(), false, true);
        for (int i = 0; i < x.size(); i++) {
            double height = columns.heights().get(i);
            series.add(x.get(i), x.get(i) - width / 2, x.get(i) + width / 2, height, 0, height);
        }
        add(collection(series), barRenderer(), columns, color);
    }

    private void add(Series.Heatmap heatmap) {
        int width = chart.x().names().size();
        double[][] cells = new double[3][heatmap.values().size() * width];
        for (int i = 0; i < cells[0].length; i++) {
            cells[0][i] = i % width;
            cells[1][i] = Math.floorDiv(i, width);
            cells[2][i] = heatmap.values().get(i / width).get(i % width);
        }
        DefaultXYZDataset data = new DefaultXYZDataset();
        data.addSeries("", cells);
        XYBlockRenderer blocks = new XYBlockRenderer();
        blocks.setPaintScale(StaticColors.of(heatmap));
        add(data, blocks, heatmap, StaticChart.TEXT);
    }

    private void add(XYDataset data, AbstractXYItemRenderer renderer, Series series, Color color) {
        renderer.setSeriesPaint(0, color);
        renderer.setDefaultSeriesVisibleInLegend(!series.name().isBlank());
        plot.setDataset(nDatasets, data);
        plot.setRenderer(nDatasets++, (XYItemRenderer) renderer);
    }

    private XYSeriesCollection points(String name, List<Double> x, List<Double> y) {
        XYSeries series = new XYSeries(name, false, true);
        for (int i = 0; i < x.size(); i++) {
            if (isDrawable(chart.x(), x.get(i))) {
                series.add(x.get(i), (Double) (isDrawable(chart.y(), y.get(i)) ? y.get(i) : Double.NaN));
            } else {
                series.add(Double.NaN, Double.NaN);
            }
        }
        return new XYSeriesCollection(series);
    }

    /** Returns whether JFreeChart accepts a value: it rejects non-positive values on a logarithmic axis. */
    private static boolean isDrawable(Axis axis, double value) {
        return !(axis.scale() instanceof Axis.Logarithmic) || value > 0;
    }

    private static XYIntervalSeriesCollection collection(XYIntervalSeries series) {
        XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
        data.addSeries(series);
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

    private static Shape shape(Series.Symbol symbol, double size) {
        double half = size / 2;
        return switch (symbol) {
            case CIRCLE -> new Ellipse2D.Double(-half, -half, size, size);
            case CROSS -> {
                Path2D cross = new Path2D.Double(new Rectangle2D.Double(-half, -half / 3, size, half * 2 / 3));
                cross.append(new Rectangle2D.Double(-half / 3, -half, half * 2 / 3, size), false);
                yield cross;
            }
            case DIAMOND -> {
                Path2D diamond = new Path2D.Double();
                diamond.moveTo(0, -half);
                diamond.lineTo(half, 0);
                diamond.lineTo(0, half);
                diamond.lineTo(-half, 0);
                diamond.closePath();
                yield diamond;
            }
        };
    }
}
