package audiotokens.notebook.figure;

import audiotokens.metrics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tech.tablesaw.api.NumericColumn;

/** A data series of a chart. NaN means a missing value and leaves a gap. */
public sealed interface Series {

    /** Returns the name in the legend; empty for charts with one series. */
    String name();

    /**
     * A line.
     *
     * @param x x coordinates
     * @param y y coordinates, as many as {@code x}
     * @param markers whether points have markers
     * @param dashed whether the line is dashed
     * @param onRight whether y is measured on the right axis
     * @param intervals vertical error bars, such as confidence intervals; may be empty
     */
    record Line(
            String name,
            List<Double> x,
            List<Double> y,
            boolean markers,
            boolean dashed,
            boolean onRight,
            List<Interval> intervals)
            implements Series {
        public Line {
            Objects.requireNonNull(name, "name");
            x = List.copyOf(x);
            y = List.copyOf(y);
            intervals = List.copyOf(intervals);
            requireEqualSizes(name, x, y);
            if (!intervals.isEmpty()) {
                requireEqualSizes(name, x, intervals);
            }
        }

        /** Creates a line on the left axis. */
        public static Line of(String name, double[] x, double[] y) {
            return new Line(name, boxed(x), boxed(y), false, false, false, List.of());
        }

        /** Creates a line from two columns of a table. */
        public static Line of(String name, NumericColumn<?> x, NumericColumn<?> y) {
            return of(name, x.asDoubleArray(), y.asDoubleArray());
        }

        /** Returns this line with markers. */
        public Line withMarkers() {
            return new Line(name, x, y, true, dashed, onRight, intervals);
        }

        /** Returns this line, dashed. */
        public Line withDashes() {
            return new Line(name, x, y, markers, true, onRight, intervals);
        }

        /** Returns this line on the right axis. */
        public Line onRightAxis() {
            return new Line(name, x, y, markers, dashed, true, intervals);
        }

        /** Returns this line with a vertical error bar at each point. */
        public Line withErrorBars(List<Interval> errorBars) {
            return new Line(name, x, y, markers, dashed, onRight, errorBars);
        }
    }

    /** The shape of a marker. */
    enum Symbol {
        CIRCLE,
        DIAMOND,
        CROSS
    }

    /**
     * Values that determine the colors of points, dark for small ones.
     *
     * @param values one value per point
     * @param title title of the color scale
     */
    record Shades(List<Double> values, String title) {
        public Shades {
            values = List.copyOf(values);
        }
    }

    /**
     * A scatter plot.
     *
     * @param x x coordinates
     * @param y y coordinates, as many as {@code x}
     * @param sizes diameters in pixels, one per point or one for all
     * @param texts tooltip of each point; empty for the coordinates only
     * @param shades values that color the points; empty for a single color
     * @param color as #rrggbb; empty for the default color
     */
    record Points(
            String name,
            List<Double> x,
            List<Double> y,
            List<Double> sizes,
            List<String> texts,
            Optional<Shades> shades,
            Symbol symbol,
            Optional<String> color)
            implements Series {
        private static final double DEFAULT_SIZE = 6;

        public Points {
            Objects.requireNonNull(name, "name");
            x = List.copyOf(x);
            y = List.copyOf(y);
            sizes = List.copyOf(sizes);
            texts = List.copyOf(texts);
            requireEqualSizes(name, x, y);
            if (sizes.size() != 1) {
                requireEqualSizes(name, x, sizes);
            }
            if (!texts.isEmpty()) {
                requireEqualSizes(name, x, texts);
            }
            if (shades.isPresent()) {
                requireEqualSizes(name, x, shades.get().values());
            }
        }

        /** Creates circles with the same size and color. */
        public static Points of(String name, double[] x, double[] y) {
            return new Points(
                    name,
                    boxed(x),
                    boxed(y),
                    List.of(DEFAULT_SIZE),
                    List.of(),
                    Optional.empty(),
                    Symbol.CIRCLE,
                    Optional.empty());
        }

        /** Creates circles from two columns of a table. */
        public static Points of(String name, NumericColumn<?> x, NumericColumn<?> y) {
            return of(name, x.asDoubleArray(), y.asDoubleArray());
        }

        /** Returns these points with different diameters in pixels, one per point or one for all. */
        public Points withSizes(double... diameters) {
            return new Points(name, x, y, boxed(diameters), texts, shades, symbol, color);
        }

        /** Returns these points with tooltips. */
        public Points withTooltips(List<String> tooltips) {
            return new Points(name, x, y, sizes, tooltips, shades, symbol, color);
        }

        /** Returns these points colored by value. */
        public Points withShades(double[] values, String title) {
            return new Points(name, x, y, sizes, texts, Optional.of(new Shades(boxed(values), title)), symbol, color);
        }

        /** Returns these points with a different shape and color. */
        public Points withMarker(Symbol shape, String hex) {
            return new Points(name, x, y, sizes, texts, shades, shape, Optional.of(hex));
        }
    }

    /**
     * Horizontal bars, one per category of the y axis.
     *
     * @param lengths on the x axis, from 0
     * @param intervals horizontal error bars, such as confidence intervals; may be empty
     */
    record Bars(String name, List<Double> lengths, List<Interval> intervals) implements Series {
        public Bars {
            Objects.requireNonNull(name, "name");
            lengths = List.copyOf(lengths);
            intervals = List.copyOf(intervals);
            if (!intervals.isEmpty()) {
                requireEqualSizes(name, lengths, intervals);
            }
        }

        /** Creates bars without error bars. */
        public static Bars of(String name, double... lengths) {
            return new Bars(name, boxed(lengths), List.of());
        }

        /** Creates bars from a column of a table. */
        public static Bars of(String name, NumericColumn<?> lengths) {
            return of(name, lengths.asDoubleArray());
        }

        /** Returns these bars with error bars. */
        public Bars withErrorBars(List<Interval> errorBars) {
            return new Bars(name, lengths, errorBars);
        }
    }

    /**
     * Vertical bars of equal width, such as a histogram.
     *
     * @param x centers on the x axis, equally spaced
     * @param heights on the left axis, from 0
     */
    record Columns(String name, List<Double> x, List<Double> heights) implements Series {
        public Columns {
            Objects.requireNonNull(name, "name");
            x = List.copyOf(x);
            heights = List.copyOf(heights);
            requireEqualSizes(name, x, heights);
        }

        /** Creates vertical bars from two columns of a table. */
        public static Columns of(String name, NumericColumn<?> x, NumericColumn<?> heights) {
            return new Columns(name, boxed(x.asDoubleArray()), boxed(heights.asDoubleArray()));
        }
    }

    /**
     * A heatmap with one row per category of the y axis and one column per category of the x axis.
     *
     * @param values values by row and column
     * @param low the value of the darkest color
     * @param high the value of the lightest color
     * @param title title of the color scale, with the unit
     */
    record Heatmap(List<List<Double>> values, double low, double high, String title) implements Series {
        public Heatmap {
            values = values.stream().map(List::copyOf).toList();
            if (!(low < high)) {
                throw new IllegalArgumentException("the color scale must ascend, but it is " + low + " to " + high);
            }
        }

        /** Creates a heatmap with colors from {@code low} to the maximum of the values. */
        public static Heatmap of(double[][] values, double low, String title) {
            double max = Arrays.stream(values)
                    .flatMapToDouble(Arrays::stream)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(low);
            return new Heatmap(
                    Arrays.stream(values).map(Series::boxed).toList(), low, Math.max(max, Math.nextUp(low)), title);
        }

        /** Creates a heatmap with colors from the minimum to the maximum of the values. */
        public static Heatmap of(double[][] values, String title) {
            double min = Arrays.stream(values)
                    .flatMapToDouble(Arrays::stream)
                    .filter(Double::isFinite)
                    .min()
                    .orElse(0);
            return of(values, min, title);
        }

        @Override
        public String name() {
            return "";
        }
    }

    private static List<Double> boxed(double[] values) {
        List<Double> boxed = new ArrayList<>(values.length);
        for (double value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    private static void requireEqualSizes(String name, List<?> x, List<?> values) {
        if (x.size() != values.size()) {
            throw new IllegalArgumentException(
                    "the series '%s' has %d x coordinates and %d values".formatted(name, x.size(), values.size()));
        }
    }
}
