package audiotokens.notebook.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;

/** Draws a Plotly figure's bars, lines, points and background image as a PNG with JFreeChart. */
final class StillChart {
    /** About as wide as a notebook's page. */
    private static final int WIDTH = 760;

    /** Names side by side that have room to lie flat. */
    private static final int MOST_NAMES_ACROSS = 8;

    /** Letters of a name that leave room for its bar. */
    private static final int LONGEST_NAME = 28;

    private static final Color TEXT = Color.decode(PlotlyStyle.TEXT);
    private static final Color GRID = new Color(128, 128, 128, 64);
    private static final Color CLEAR = new Color(0, 0, 0, 0);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private StillChart() {}

    /** The figure as a PNG image; empty on a machine without any font, where Java cannot draw text. */
    static Optional<byte[]> png(PlotlyFigure figure) {
        try {
            JFreeChart chart =
                    new JFreeChart(null, FONT, plot(figure), figure.data().size() > 1);
            chart.setBackgroundPaint(CLEAR);
            chart.setPadding(new RectangleInsets(8, 8, 8, 16));
            chart.setTitle(title(figure.title()));
            if (chart.getLegend() != null) {
                chart.getLegend().setBackgroundPaint(CLEAR);
                chart.getLegend().setItemPaint(TEXT);
                chart.getLegend().setItemFont(FONT);
                chart.getLegend().setFrame(org.jfree.chart.block.BlockBorder.NONE);
            }
            colourScale(figure).ifPresent(chart::addSubtitle);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ChartUtils.writeChartAsPNG(png, chart, WIDTH, figure.height());
            return Optional.of(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Error e) {
            // What Java throws where the machine has no font or no fontconfig: InternalError, UnsatisfiedLinkError,
            // NoClassDefFoundError. The interactive form needs none of these.
            if (e instanceof VirtualMachineError || e instanceof LinkageError) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The colour scale of a heatmap, flush right. */
    private static Optional<PaintScaleLegend> colourScale(PlotlyFigure figure) {
        if (figure.data().isEmpty() || !(figure.data().getFirst().get("colorbar") instanceof Map<?, ?> bar)) {
            return Optional.empty();
        }
        if (!"heatmap".equals(figure.data().getFirst().get("type"))) {
            return Optional.empty();
        }
        NumberAxis axis = new NumberAxis(String.valueOf(((Map<?, ?>) bar.get("title")).get("text")));
        paint(axis);
        PaintScaleLegend legend =
                new PaintScaleLegend(Heatmap.Colours.of(figure.data().getFirst()), axis);
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        legend.setBackgroundPaint(CLEAR);
        legend.setMargin(30, 10, 50, 0);
        return Optional.of(legend);
    }

    private static TextTitle title(String text) {
        TextTitle title = new TextTitle(text, FONT.deriveFont(Font.BOLD, 15));
        title.setPaint(TEXT);
        title.setHorizontalAlignment(HorizontalAlignment.LEFT);
        title.setTextAlignment(HorizontalAlignment.LEFT);
        return title;
    }

    private static XYPlot plot(PlotlyFigure figure) {
        XYPlot plot = new XYPlot();
        plot.setDomainAxis(axis(figure, "xaxis", labels(figure, "x")));
        plot.setRangeAxis(axis(figure, "yaxis", labels(figure, "y")));
        if (figure.layout().containsKey("yaxis2")) {
            plot.setRangeAxis(1, axis(figure, "yaxis2", List.of()));
        }
        plot.setBackgroundPaint(CLEAR);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        BarLayout layout =
                new BarLayout(figure.layout().get("barmode"), figure.data().size());
        for (int i = 0; i < figure.data().size(); i++) {
            StillTrace.add(plot, i, figure.data().get(i), layout);
        }
        backgroundImage(figure).ifPresent(image -> {
            plot.setBackgroundImage(image);
            plot.setBackgroundImageAlpha(1);
            plot.setDomainGridlinesVisible(false);
            plot.setRangeGridlinesVisible(false);
        });
        return plot;
    }

    /** The category names along an axis, where it has names in place of numbers. */
    private static List<String> labels(PlotlyFigure figure, String axis) {
        return figure.data().isEmpty()
                        || !(figure.data().getFirst().get(axis) instanceof List<?> values)
                        || values.isEmpty()
                        || values.getFirst() instanceof Number
                ? List.of()
                : values.stream().map(String::valueOf).toList();
    }

    /** A name that leaves room for what it names; the interactive form has it whole. */
    private static String brief(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
    }

    private static NumberAxis axis(PlotlyFigure figure, String name, List<String> labels) {
        Map<?, ?> given = figure.layout().get(name) instanceof Map<?, ?> map ? map : Map.of();
        String title = given.get("title") instanceof Map<?, ?> text ? String.valueOf(text.get("text")) : null;
        NumberAxis axis;
        if (!labels.isEmpty()) {
            axis = new SymbolAxis(title, labels.stream().map(StillChart::brief).toArray(String[]::new));
            ((SymbolAxis) axis).setGridBandsVisible(false);
            axis.setVerticalTickLabels(name.equals("xaxis") && labels.size() > MOST_NAMES_ACROSS);
        } else if ("log".equals(given.get("type"))) {
            axis = new LogarithmicAxis(title);
        } else if (given.get("tickvals") instanceof List<?> places && given.get("ticktext") instanceof List<?> names) {
            axis = new NamedTicksAxis(title, places, names);
        } else {
            axis = new NumberAxis(title);
            axis.setAutoRangeIncludesZero("tozero".equals(given.get("rangemode")));
        }
        if (given.get("range") instanceof List<?> range) {
            double from = ((Number) range.get(0)).doubleValue();
            double to = ((Number) range.get(1)).doubleValue();
            axis.setRange(new Range(Math.min(from, to), Math.max(from, to)));
        }
        axis.setInverted("reversed".equals(given.get("autorange")));
        paint(axis);
        boolean whole = !labels.isEmpty() || "d".equals(given.get("tickformat"));
        axis.setStandardTickUnits(whole ? NumberAxis.createIntegerTickUnits() : NumberAxis.createStandardTickUnits());
        return axis;
    }

    private static void paint(NumberAxis axis) {
        axis.setLabelPaint(TEXT);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLinePaint(TEXT);
        axis.setTickMarkPaint(TEXT);
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT);
    }

    private static Optional<BufferedImage> backgroundImage(PlotlyFigure figure) {
        if (!(figure.layout().get("images") instanceof List<?> images) || images.isEmpty()) {
            return Optional.empty();
        }
        String address = String.valueOf(((Map<?, ?>) images.getFirst()).get("source"));
        byte[] bytes = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
        try {
            return Optional.of(ImageIO.read(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of the width that all charts use. */
    static BasicStroke stroke(boolean dashed) {
        return dashed
                ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0)
                : new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }
}
