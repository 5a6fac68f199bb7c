package audiotokens.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An axis of a still chart with names at chosen places; JFreeChart has no axis of this kind. */
final class NamedTicksAxis extends NumberAxis {
    private static final long serialVersionUID = 1L;

    private final transient List<NumberTick> ticks;

    NamedTicksAxis(String title, List<?> places, List<?> names) {
        super(title);
        ticks = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            double place = ((Number) places.get(i)).doubleValue();
            ticks.add(
                    new NumberTick(place, String.valueOf(names.get(i)), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0));
        }
    }

    @Override
    public List<?> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        return ticks;
    }
}
