package audiotokens.notebook.figure;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;

/**
 * The project's color map over a range, for static charts.
 *
 * @param low value of the darkest color
 * @param high value of the lightest color
 */
record StaticColors(double low, double high) implements PaintScale {

    static StaticColors of(Series.Heatmap heatmap) {
        return new StaticColors(heatmap.low(), heatmap.high());
    }

    static StaticColors of(Series.Shades shades) {
        double low = shades.values().stream().mapToDouble(value -> value).min().orElse(0);
        double high = shades.values().stream().mapToDouble(value -> value).max().orElse(1);
        return new StaticColors(low, Math.max(high, Math.nextUp(low)));
    }

    @Override
    public double getLowerBound() {
        return low;
    }

    @Override
    public double getUpperBound() {
        return high;
    }

    @Override
    public Paint getPaint(double value) {
        return new Color(ColorMap.rgb((value - low) / (high - low)));
    }
}
