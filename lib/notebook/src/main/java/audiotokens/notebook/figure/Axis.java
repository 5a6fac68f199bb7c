package audiotokens.notebook.figure;

import java.util.List;
import java.util.Objects;
import tech.tablesaw.api.StringColumn;

/**
 * An axis of a chart.
 *
 * @param title label, with the unit in parentheses
 * @param scale linear, logarithmic or categorical
 * @param limits range of the axis
 * @param ticks tick positions
 * @param reversed whether the direction is reversed
 * @param grid whether grid lines are drawn at the ticks
 */
public record Axis(String title, Scale scale, Limits limits, Ticks ticks, boolean reversed, boolean grid) {

    /** The scale of an axis. */
    public sealed interface Scale {}

    /** Linear scale. */
    public record Linear() implements Scale {}

    /** Logarithmic scale; values that are not positive are not drawn. */
    public record Logarithmic() implements Scale {}

    /**
     * Categories, at positions from 0.
     *
     * @param names the categories; duplicates are allowed
     */
    public record Categorical(List<String> names) implements Scale {
        public Categorical {
            names = List.copyOf(names);
        }
    }

    /** The range of an axis. */
    public sealed interface Limits {}

    /** The range of the data. */
    public record DataRange() implements Limits {}

    /** The range of the data, extended to include 0. */
    public record FromZero() implements Limits {}

    /** A fixed range, in data coordinates. */
    public record Range(double from, double to) implements Limits {
        public Range {
            if (!(from < to)) {
                throw new IllegalArgumentException("the range of an axis must ascend, but it is " + from + " to " + to);
            }
        }
    }

    /** The ticks of an axis. */
    public sealed interface Ticks {}

    /** Automatic ticks at round values. */
    public record Automatic() implements Ticks {}

    /** Ticks at multiples of an integer. */
    public record MultiplesOf(int step) implements Ticks {
        public MultiplesOf {
            if (step < 1) {
                throw new IllegalArgumentException("the distance of ticks must be at least 1, but it is " + step);
            }
        }
    }

    /** Powers of ten, for logarithmic axes. */
    public record Decades() implements Ticks {}

    /** Explicit ticks with labels. */
    public record FixedTicks(List<Double> positions, List<String> texts) implements Ticks {
        public FixedTicks {
            positions = List.copyOf(positions);
            texts = List.copyOf(texts);
            if (positions.size() != texts.size()) {
                throw new IllegalArgumentException(positions.size() + " ticks have " + texts.size() + " texts");
            }
        }
    }

    public Axis {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(ticks, "ticks");
    }

    /** Creates a linear axis over the range of the data. */
    public static Axis linear(String title) {
        return new Axis(title, new Linear(), new DataRange(), new Automatic(), false, true);
    }

    /** Creates a logarithmic axis over the range of the data. */
    public static Axis logarithmic(String title) {
        return new Axis(title, new Logarithmic(), new DataRange(), new Automatic(), false, true);
    }

    /** Creates a categorical axis, from left to right. */
    public static Axis columns(String title, List<String> names) {
        return new Axis(title, new Categorical(names), new DataRange(), new Automatic(), false, false);
    }

    /** Creates a categorical axis, from top to bottom. */
    public static Axis rows(String title, List<String> names) {
        return new Axis(title, new Categorical(names), new DataRange(), new Automatic(), true, false);
    }

    /** Creates a categorical axis with the values of a table's column, from top to bottom. */
    public static Axis rows(StringColumn names) {
        return rows("", names.asList());
    }

    /** Returns this axis with a fixed range. */
    public Axis withRange(double from, double to) {
        return new Axis(title, scale, new Range(from, to), ticks, reversed, grid);
    }

    /** Returns this axis extended to include 0. */
    public Axis fromZero() {
        return new Axis(title, scale, new FromZero(), ticks, reversed, grid);
    }

    /** Returns this axis with different ticks. */
    public Axis with(Ticks other) {
        return new Axis(title, scale, limits, other, reversed, grid);
    }

    /** Returns this axis without grid lines. */
    public Axis withoutGrid() {
        return new Axis(title, scale, limits, ticks, reversed, false);
    }

    /** Returns the categories of the axis; empty if it is numeric. */
    List<String> names() {
        return scale instanceof Categorical categories ? categories.names() : List.of();
    }
}
