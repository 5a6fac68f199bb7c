package audiotokens.notebook.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/** Converts axes for static charts. */
final class StaticAxis {
    /** Maximum number of categories with horizontal labels. */
    private static final int MAX_HORIZONTAL_NAMES = 8;

    /** Maximum length of a category name; the interactive form shows more of it. */
    private static final int MAX_NAME_LENGTH = 28;

    private StaticAxis() {}

    static NumberAxis horizontal(Axis axis) {
        NumberAxis numberAxis = of(axis);
        numberAxis.setVerticalTickLabels(axis.names().size() > MAX_HORIZONTAL_NAMES);
        return numberAxis;
    }

    static NumberAxis vertical(Axis axis) {
        return of(axis);
    }

    private static NumberAxis of(Axis axis) {
        NumberAxis numberAxis =
                switch (axis.scale()) {
                    case Axis.Categorical(List<String> names) -> categorical(axis.title(), names);
                    case Axis.Logarithmic() ->
                        axis.ticks() instanceof Axis.FixedTicks ticks
                                ? new FixedTicksLogarithmicAxis(axis.title(), ticks)
                                : new LogarithmicAxis(axis.title());
                    case Axis.Linear() ->
                        axis.ticks() instanceof Axis.FixedTicks ticks
                                ? new FixedTicksAxis(axis.title(), ticks)
                                : new NumberAxis(axis.title());
                };
        numberAxis.setAutoRangeIncludesZero(axis.limits() instanceof Axis.FromZero);
        if (axis.limits() instanceof Axis.Range(double from, double to)) {
            numberAxis.setRange(new Range(from, to));
        }
        numberAxis.setInverted(axis.reversed());
        paint(numberAxis);
        boolean integerTicks =
                axis.ticks() instanceof Axis.MultiplesOf || !axis.names().isEmpty();
        numberAxis.setStandardTickUnits(
                integerTicks ? NumberAxis.createIntegerTickUnits() : NumberAxis.createStandardTickUnits());
        return numberAxis;
    }

    private static SymbolAxis categorical(String title, List<String> names) {
        SymbolAxis axis = new SymbolAxis(
                title,
                names.stream()
                        .map(name -> PlotlyText.truncated(name, MAX_NAME_LENGTH))
                        .toArray(String[]::new));
        axis.setGridBandsVisible(false);
        return axis;
    }

    static void paint(NumberAxis axis) {
        axis.setLabelPaint(StaticChart.TEXT);
        axis.setTickLabelPaint(StaticChart.TEXT);
        axis.setAxisLinePaint(StaticChart.TEXT);
        axis.setTickMarkPaint(StaticChart.TEXT);
        axis.setLabelFont(StaticChart.FONT);
        axis.setTickLabelFont(StaticChart.FONT);
    }

    private static List<NumberTick> ticks(Axis.FixedTicks fixedTicks, Range range, RectangleEdge edge) {
        TextAnchor anchor;
        if (RectangleEdge.BOTTOM.equals(edge)) {
            anchor = TextAnchor.TOP_CENTER;
        } else {
            anchor = RectangleEdge.RIGHT.equals(edge) ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT;
        }
        List<NumberTick> ticks = new ArrayList<>();
        for (int i = 0; i < fixedTicks.positions().size(); i++) {
            if (range.contains(fixedTicks.positions().get(i))) {
                ticks.add(new NumberTick(
                        fixedTicks.positions().get(i), fixedTicks.texts().get(i), anchor, TextAnchor.CENTER, 0));
            }
        }
        return ticks;
    }

    /** An axis with explicit tick labels, which JFreeChart does not have. */
    private static final class FixedTicksAxis extends NumberAxis {
        private static final long serialVersionUID = 1L;

        private final transient Axis.FixedTicks fixedTicks;

        FixedTicksAxis(String title, Axis.FixedTicks fixedTicks) {
            super(title);
            this.fixedTicks = fixedTicks;
        }

        @Override
        public List<?> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
            return ticks(fixedTicks, getRange(), edge);
        }
    }

    private static final class FixedTicksLogarithmicAxis extends LogarithmicAxis {
        private static final long serialVersionUID = 1L;

        private final transient Axis.FixedTicks fixedTicks;

        FixedTicksLogarithmicAxis(String title, Axis.FixedTicks fixedTicks) {
            super(title);
            this.fixedTicks = fixedTicks;
        }

        @Override
        public List<?> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
            return ticks(fixedTicks, getRange(), edge);
        }
    }
}
