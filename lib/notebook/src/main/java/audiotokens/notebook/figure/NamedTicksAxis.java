package audiotokens.notebook.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An upright axis of a still chart with names at chosen places; JFreeChart has no axis of this kind. */
final class NamedTicksAxis extends NumberAxis {
    private static final long serialVersionUID = 1L;

    private final transient List<?> places;
    private final transient List<?> names;

    NamedTicksAxis(String title, List<?> places, List<?> names) {
        super(title);
        this.places = places;
        this.names = names;
    }

    @Override
    public List<?> refreshTicks(Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
        TextAnchor beside = edge == RectangleEdge.RIGHT ? TextAnchor.CENTER_LEFT : TextAnchor.CENTER_RIGHT;
        List<NumberTick> ticks = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            double place = ((Number) places.get(i)).doubleValue();
            ticks.add(new NumberTick(place, String.valueOf(names.get(i)), beside, TextAnchor.CENTER, 0));
        }
        return ticks;
    }
}
