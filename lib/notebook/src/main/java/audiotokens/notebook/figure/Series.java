package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tech.tablesaw.api.NumericColumn;

/** Data of a chart that is drawn in one way. NaN stands for a missing value and leaves a gap. */
public sealed interface Series {

    /** What the legend says; empty where a chart has one series only. */
    String name();

    /**
     * Points joined by a line.
     *
     * @param x places on the x axis
     * @param y places on a vertical axis, as many
     * @param markers whether the points are marked
     * @param dashed whether the line is dashed
     * @param onRight whether y is measured on the right axis
     */
    record Line(String name, List<Double> x, List<Double> y, boolean markers, boolean dashed, boolean onRight)
            implements Series {
        public Line {
            Objects.requireNonNull(name, "name");
            x = List.copyOf(x);
            y = List.copyOf(y);
            requireAsMany(name, x, y);
        }

        /** A plain line on the left axis. */
        public static Line of(String name, double[] x, double[] y) {
            return new Line(name, boxed(x), boxed(y), false, false, false);
        }

        /** A plain line of two columns of a table. */
        public static Line of(String name, NumericColumn<?> x, NumericColumn<?> y) {
            return of(name, x.asDoubleArray(), y.asDoubleArray());
        }

        /** The same line with its points marked. */
        public Line marked() {
            return new Line(name, x, y, true, dashed, onRight);
        }

        /** The same line, dashed. */
        public Line dash() {
            return new Line(name, x, y, markers, true, onRight);
        }

        /** The same line, measured on the right axis. */
        public Line right() {
            return new Line(name, x, y, markers, dashed, true);
        }
    }

    /** The shape of a point. */
    enum Symbol {
        CIRCLE,
        DIAMOND,
        CROSS
    }

    /**
     * Values that color points, dark for small ones.
     *
     * @param values one for each point
     * @param title what they mean
     */
    record Shades(List<Double> values, String title) {
        public Shades {
            values = List.copyOf(values);
        }
    }

    /**
     * Points.
     *
     * @param x places on the x axis
     * @param y places on the left axis, as many
     * @param sizes diameters in pixels, one for each point, or one for all
     * @param texts what each point says on hover; empty for its coordinates alone
     * @param shades values that color the points; absent where all have one color
     * @param color as #rrggbb; absent for the series' own
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
            requireAsMany(name, x, y);
            if (sizes.size() != 1) {
                requireAsMany(name, x, sizes);
            }
            if (!texts.isEmpty()) {
                requireAsMany(name, x, texts);
            }
            if (shades.isPresent()) {
                requireAsMany(name, x, shades.get().values());
            }
        }

        /** Circles of one size and color. */
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

        /** Circles at two columns of a table. */
        public static Points of(String name, NumericColumn<?> x, NumericColumn<?> y) {
            return of(name, x.asDoubleArray(), y.asDoubleArray());
        }

        /** The same points of other diameters, in pixels: one for each, or one for all. */
        public Points sized(double... diameters) {
            return new Points(name, x, y, boxed(diameters), texts, shades, symbol, color);
        }

        /** The same points with what each says on hover. */
        public Points saying(List<String> words) {
            return new Points(name, x, y, sizes, words, shades, symbol, color);
        }

        /** The same points, colored by a value of each. */
        public Points shaded(double[] values, String title) {
            return new Points(name, x, y, sizes, texts, Optional.of(new Shades(boxed(values), title)), symbol, color);
        }

        /** The same points in another shape and color. */
        public Points as(Symbol shape, String hex) {
            return new Points(name, x, y, sizes, texts, shades, shape, Optional.of(hex));
        }
    }

    /**
     * Lying bars, one for each name of the y axis.
     *
     * @param lengths on the x axis, from 0
     * @param intervals of each length, such as a confidence interval; empty for none
     */
    record Bars(String name, List<Double> lengths, List<Interval> intervals) implements Series {
        /** From where to where a value is uncertain, on the x axis. */
        public record Interval(double low, double high) {}

        public Bars {
            Objects.requireNonNull(name, "name");
            lengths = List.copyOf(lengths);
            intervals = List.copyOf(intervals);
            if (!intervals.isEmpty()) {
                requireAsMany(name, lengths, intervals);
            }
        }

        /** Bars without intervals. */
        public static Bars of(String name, double... lengths) {
            return new Bars(name, boxed(lengths), List.of());
        }

        /** Bars of a column of a table. */
        public static Bars of(String name, NumericColumn<?> lengths) {
            return of(name, lengths.asDoubleArray());
        }

        /** The same bars, each with an interval. */
        public Bars between(List<Interval> uncertain) {
            return new Bars(name, lengths, uncertain);
        }
    }

    /**
     * Upright bars of one width side by side, such as those of a histogram.
     *
     * @param x their middles on the x axis, equally far apart
     * @param heights on the left axis, from 0
     */
    record Columns(String name, List<Double> x, List<Double> heights) implements Series {
        public Columns {
            Objects.requireNonNull(name, "name");
            x = List.copyOf(x);
            heights = List.copyOf(heights);
            requireAsMany(name, x, heights);
        }

        /** Upright bars of two columns of a table. */
        public static Columns of(String name, NumericColumn<?> x, NumericColumn<?> heights) {
            return new Columns(name, boxed(x.asDoubleArray()), boxed(heights.asDoubleArray()));
        }
    }

    /**
     * A table of numbers as colors: a row for each name of the y axis, a column for each name of the x axis.
     *
     * @param values by row and column
     * @param low the value of the darkest color
     * @param high the value of the lightest color
     * @param unit what the colors mean, with its unit
     */
    record Heatmap(List<List<Double>> values, double low, double high, String unit) implements Series {
        public Heatmap {
            values = values.stream().map(List::copyOf).toList();
            if (!(low < high)) {
                throw new IllegalArgumentException("the colors cannot go from " + low + " to " + high);
            }
        }

        /** Colors from {@code low} to the greatest of the values. */
        public static Heatmap of(double[][] values, double low, String unit) {
            double greatest = Arrays.stream(values)
                    .flatMapToDouble(Arrays::stream)
                    .filter(Double::isFinite)
                    .max()
                    .orElse(low);
            return new Heatmap(
                    Arrays.stream(values).map(Series::boxed).toList(), low, Math.max(greatest, Math.nextUp(low)), unit);
        }

        /** Colors from the least to the greatest of the values. */
        public static Heatmap of(double[][] values, String unit) {
            double least = Arrays.stream(values)
                    .flatMapToDouble(Arrays::stream)
                    .filter(Double::isFinite)
                    .min()
                    .orElse(0);
            return of(values, least, unit);
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

    private static void requireAsMany(String name, List<?> some, List<?> others) {
        if (some.size() != others.size()) {
            throw new IllegalArgumentException(
                    "the series '%s' has %d places and %d values".formatted(name, some.size(), others.size()));
        }
    }
}
