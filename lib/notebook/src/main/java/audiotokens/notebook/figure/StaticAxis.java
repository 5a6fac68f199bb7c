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
    private static final int MAX_NAMES_ACROSS = 8;

    /** Maximum length of a category name; the interactive form shows more of it. */
    private static final int LONGEST_NAME = 28;

    private StaticAxis() {}

    static NumberAxis across(Axis axis) {
        NumberAxis drawn = of(axis);
        drawn.setVerticalTickLabels(axis.names().size() > MAX_NAMES_ACROSS);
        return drawn;
    }

    static NumberAxis upright(Axis axis) {
        return of(axis);
    }

    private static NumberAxis of(Axis axis) {
        NumberAxis drawn =
                switch (axis.scale()) {
                    case Axis.Names(List<String> names) -> named(axis.title(), names);
                    case Axis.Logarithmic() ->
                        axis.ticks() instanceof Axis.At ticks
                                ? new ChosenLogarithmicTicks(axis.title(), ticks)
                                : new LogarithmicAxis(axis.title());
                    case Axis.Linear() ->
                        axis.ticks() instanceof Axis.At ticks
                                ? new ChosenTicks(axis.title(), ticks)
                                : new NumberAxis(axis.title());
                };
        drawn.setAutoRangeIncludesZero(axis.limits() instanceof Axis.FromZero);
        if (axis.limits() instanceof Axis.Range(double from, double to)) {
            drawn.setRange(new Range(from, to));
        }
        drawn.setInverted(axis.reversed());
        paint(drawn);
        boolean whole = axis.ticks() instanceof Axis.Every || !axis.names().isEmpty();
        drawn.setStandardTickUnits(whole ? NumberAxis.createIntegerTickUnits() : NumberAxis.createStandardTickUnits());
        return drawn;
    }

    private static SymbolAxis named(String title, List<String> names) {
        SymbolAxis axis = new SymbolAxis(
                title,
                names.stream().map(name -> PlotlyText.brief(name, LONGEST_NAME)).toArray(String[]::new));
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

    private static List<NumberTick> ticks(Axis.At chosen, Range range, RectangleEdge edge) {
        TextAnchor anchor;
        if (RectangleEdge.BOTTOM.equals(edge)) {
            anchor = TextAnchor.TOP_CENTER;
        } else {
            anchor = RectangleEdge.RIGHT.equals(edge) ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT;
        }
        List<NumberTick> ticks = new ArrayList<>();
        for (int i = 0; i < chosen.positions().size(); i++) {
            if (range.contains(chosen.positions().get(i))) {
                ticks.add(
                        new NumberTick(chosen.positions().get(i), chosen.texts().get(i), anchor, TextAnchor.CENTER, 0));
            }
        }
        return ticks;
    }

    /** An axis with explicit tick labels, which JFreeChart does not have. */
    private static final class ChosenTicks extends NumberAxis {
        private static final long serialVersionUID = 1L;

        private final transient Axis.At chosen;

        ChosenTicks(String title, Axis.At chosen) {
            super(title);
            this.chosen = chosen;
        }

        @Override
        public List<?> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
            return ticks(chosen, getRange(), edge);
        }
    }

    private static final class ChosenLogarithmicTicks extends LogarithmicAxis {
        private static final long serialVersionUID = 1L;

        private final transient Axis.At chosen;

        ChosenLogarithmicTicks(String title, Axis.At chosen) {
            super(title);
            this.chosen = chosen;
        }

        @Override
        public List<?> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
            return ticks(chosen, getRange(), edge);
        }
    }
}
