package audiotokens.notebook.figure;

import java.util.List;
import java.util.Objects;
import tech.tablesaw.api.StringColumn;

/**
 * An axis of a chart.
 *
 * @param title what is measured, with its unit in parentheses
 * @param scale linear, logarithmic, or one place for each of some names
 * @param limits where the axis begins and ends
 * @param ticks which places are marked
 * @param reversed whether values grow to the left, or downwards
 * @param grid whether lines cross the chart at the ticks
 */
public record Axis(String title, Scale scale, Limits limits, Ticks ticks, boolean reversed, boolean grid) {

    /** How values become places. */
    public sealed interface Scale {}

    /** Equal differences are equally far apart. */
    public record Linear() implements Scale {}

    /** Equal ratios are equally far apart; values must be positive, others are not drawn. */
    public record Logarithmic() implements Scale {}

    /**
     * One place for each name, in order from 0.
     *
     * @param names need not differ
     */
    public record Names(List<String> names) implements Scale {
        public Names {
            names = List.copyOf(names);
        }
    }

    /** Where an axis begins and ends. */
    public sealed interface Limits {}

    /** As far as the data go. */
    public record Fitted() implements Limits {}

    /** As far as the data go, with 0. */
    public record FromZero() implements Limits {}

    /** Fixed ends, in the axis's own values. */
    public record Range(double from, double to) implements Limits {
        public Range {
            if (!(from < to)) {
                throw new IllegalArgumentException("an axis cannot go from " + from + " to " + to);
            }
        }
    }

    /** Which places are marked. */
    public sealed interface Ticks {}

    /** Round values, as many as there is room for. */
    public record Automatic() implements Ticks {}

    /** Whole numbers at a distance. */
    public record Every(int step) implements Ticks {
        public Every {
            if (step < 1) {
                throw new IllegalArgumentException("ticks cannot be " + step + " apart");
            }
        }
    }

    /** Powers of ten, on a logarithmic axis. */
    public record Decades() implements Ticks {}

    /** Chosen values, each with its text. */
    public record At(List<Double> places, List<String> texts) implements Ticks {
        public At {
            places = List.copyOf(places);
            texts = List.copyOf(texts);
            if (places.size() != texts.size()) {
                throw new IllegalArgumentException(places.size() + " ticks have " + texts.size() + " texts");
            }
        }
    }

    public Axis {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(ticks, "ticks");
    }

    /** A linear axis as far as the data go. */
    public static Axis linear(String title) {
        return new Axis(title, new Linear(), new Fitted(), new Automatic(), false, true);
    }

    /** A logarithmic axis as far as the data go. */
    public static Axis logarithmic(String title) {
        return new Axis(title, new Logarithmic(), new Fitted(), new Automatic(), false, true);
    }

    /** One place for each name, from left to right. */
    public static Axis across(String title, List<String> names) {
        return new Axis(title, new Names(names), new Fitted(), new Automatic(), false, false);
    }

    /** One place for each name, from top to bottom. */
    public static Axis down(String title, List<String> names) {
        return new Axis(title, new Names(names), new Fitted(), new Automatic(), true, false);
    }

    /** One place for each row of a table's column, from top to bottom. */
    public static Axis down(StringColumn names) {
        return down("", names.asList());
    }

    /** The same axis between fixed ends. */
    public Axis from(double from, double to) {
        return new Axis(title, scale, new Range(from, to), ticks, reversed, grid);
    }

    /** The same axis with 0 on it. */
    public Axis fromZero() {
        return new Axis(title, scale, new FromZero(), ticks, reversed, grid);
    }

    /** The same axis with other ticks. */
    public Axis with(Ticks other) {
        return new Axis(title, scale, limits, other, reversed, grid);
    }

    /** The same axis without lines across the chart. */
    public Axis withoutGrid() {
        return new Axis(title, scale, limits, ticks, reversed, false);
    }

    /** The names along the axis; empty where it is one of numbers. */
    List<String> names() {
        return scale instanceof Names given ? given.names() : List.of();
    }
}
