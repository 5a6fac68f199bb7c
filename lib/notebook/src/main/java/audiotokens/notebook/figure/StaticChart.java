package audiotokens.notebook.figure;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Renders a chart as PNG with JFreeChart. */
final class StaticChart {
    /** About the width of a notebook page. */
    private static final int WIDTH = 760;

    static final Color TEXT = Color.decode(ChartColors.TEXT);
    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color GRID = new Color(128, 128, 128, 64);
    private static final Color TRANSPARENT = new Color(0, 0, 0, 0);

    private StaticChart() {}

    /** Renders the chart; empty on a machine without fonts, where Java cannot draw text. */
    static Optional<byte[]> png(Chart chart) {
        return png(chart, plot(chart));
    }

    /**
     * Renders the chart with {@code leftPixels} for the labels of the left axis, so that stacked charts are aligned;
     * empty without fonts.
     */
    static Optional<byte[]> png(Chart chart, int leftPixels) {
        XYPlot plot = plot(chart);
        AxisSpace space = new AxisSpace();
        space.setLeft(leftPixels);
        plot.setFixedRangeAxisSpace(space);
        return png(chart, plot);
    }

    private static Optional<byte[]> png(Chart chart, XYPlot plot) {
        try {
            JFreeChart jFreeChart = new JFreeChart(null, FONT, plot, chart.hasLegend());
            jFreeChart.setBackgroundPaint(TRANSPARENT);
            jFreeChart.setPadding(new RectangleInsets(8, 8, 8, 16));
            jFreeChart.setTitle(title(chart.title()));
            if (jFreeChart.getLegend() != null) {
                jFreeChart.getLegend().setBackgroundPaint(TRANSPARENT);
                jFreeChart.getLegend().setItemPaint(TEXT);
                jFreeChart.getLegend().setItemFont(FONT);
                jFreeChart.getLegend().setFrame(BlockBorder.NONE);
            }
            chart.series().stream().flatMap(StaticChart::colorScale).findFirst().ifPresent(jFreeChart::addSubtitle);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ChartUtils.writeChartAsPNG(png, jFreeChart, WIDTH, chart.height());
            return Optional.of(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Error e) {
            // Without fonts or fontconfig, Java throws InternalError, UnsatisfiedLinkError or NoClassDefFoundError.
            if (e instanceof VirtualMachineError || e instanceof LinkageError) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static TextTitle title(String text) {
        TextTitle title = new TextTitle(text, FONT.deriveFont(Font.BOLD, 15));
        title.setPaint(TEXT);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setTextAlignment(HorizontalAlignment.LEFT);
        return title;
    }

    private static XYPlot plot(Chart chart) {
        XYPlot plot = new XYPlot();
        plot.setDomainAxis(StaticAxis.horizontal(chart.x()));
        plot.setRangeAxis(StaticAxis.vertical(chart.y()));
        chart.rightAxis().ifPresent(axis -> plot.setRangeAxis(1, StaticAxis.vertical(axis)));
        plot.setBackgroundPaint(TRANSPARENT);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlinesVisible(chart.x().grid() && chart.backdrop().isEmpty());
        plot.setRangeGridlinesVisible(chart.y().grid() && chart.backdrop().isEmpty());
        new StaticSeries(plot, chart).addAll();
        chart.backdrop().ifPresent(backdrop -> {
            plot.setBackgroundImage(backdrop.image().image());
            plot.setBackgroundImageAlpha(1);
        });
        return plot;
    }

    /** Returns the color scale of a series, right-aligned; empty if it has none. */
    private static Stream<PaintScaleLegend> colorScale(Series series) {
        return switch (series) {
            case Series.Heatmap heatmap -> Stream.of(colorScale(StaticColors.of(heatmap), heatmap.title()));
            case Series.Points points ->
                points.shades().stream().map(shades -> colorScale(StaticColors.of(shades), shades.title()));
            default -> Stream.empty();
        };
    }

    private static PaintScaleLegend colorScale(StaticColors colors, String title) {
        NumberAxis axis = new NumberAxis(title);
        StaticAxis.paint(axis);
        PaintScaleLegend legend = new PaintScaleLegend(colors, axis);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        legend.setBackgroundPaint(TRANSPARENT);
        legend.setMargin(30, 10, 50, 0);
        return legend;
    }
}
