package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A chart as an immutable value, rendered both as an interactive Plotly figure and as a PNG.
 *
 * @param title title; also the alternative text for screen readers
 * @param x the horizontal axis
 * @param y the left vertical axis
 * @param rightAxis an optional right vertical axis
 * @param series the data, in drawing order
 * @param barMode arrangement of bars of several series
 * @param backdrop an image behind the series
 * @param notes text annotations
 * @param height in pixels, including the title
 */
public record Chart(
        String title,
        Axis x,
        Axis y,
        Optional<Axis> rightAxis,
        List<Series> series,
        BarMode barMode,
        Optional<Backdrop> backdrop,
        List<Note> notes,
        int height)
        implements Renderable {
    private static final int DEFAULT_HEIGHT = 400;

    /** Arrangement of bars of several series. */
    public enum BarMode {
        GROUPED,
        OVERLAID,
        STACKED
    }

    /**
     * A spectrogram behind the series, over the full height of the plot.
     *
     * @param image the spectrogram
     * @param width right edge, in coordinates of the x axis; the left edge is at 0
     */
    public record Backdrop(SpectrogramImage image, double width) {}

    /**
     * A text annotation.
     *
     * @param x x coordinate
     * @param y y coordinate on the left axis
     * @param text the text
     */
    public record Note(double x, double y, String text) {}

    /**
     * @throws IllegalArgumentException if a series is on the right axis but there is none, if the number of bars or
     *     heatmap cells does not match the categories of the axis, or if the height is not positive
     */
    public Chart {
        Objects.requireNonNull(title, "title");
        series = List.copyOf(series);
        notes = List.copyOf(notes);
        if (height <= 0) {
            throw new IllegalArgumentException(
                    "the height of the chart '" + title + "' must be positive, but it is " + height + " pixels");
        }
        for (Series each : series) {
            check(title, each, x, y, rightAxis);
        }
    }

    private static void check(String title, Series series, Axis x, Axis y, Optional<Axis> rightAxis) {
        switch (series) {
            case Series.Line line
            when line.onRight() && rightAxis.isEmpty() ->
                throw new IllegalArgumentException("the chart '" + title + "' has no axis on the right");
            case Series.Bars bars ->
                requireOneValuePerName(title, bars.lengths().size(), y);
            case Series.Heatmap heatmap -> {
                requireOneValuePerName(title, heatmap.values().size(), y);
                heatmap.values().forEach(row -> requireOneValuePerName(title, row.size(), x));
            }
            default -> {
                // Lines, points and columns have their own coordinates.
            }
        }
    }

    private static void requireOneValuePerName(String title, int nValues, Axis axis) {
        if (nValues != axis.names().size()) {
            throw new IllegalArgumentException("the chart '%s' has %d values for the %d names of the axis '%s'"
                    .formatted(title, nValues, axis.names().size(), axis.title()));
        }
    }

    /** Creates a chart of series over two axes, 400 pixels high. */
    public static Chart of(String title, Axis x, Axis y, Series... series) {
        return of(title, x, y, List.of(series));
    }

    /** Creates a chart of series over two axes, 400 pixels high. */
    public static Chart of(String title, Axis x, Axis y, List<? extends Series> series) {
        return new Chart(
                title,
                x,
                y,
                Optional.empty(),
                List.copyOf(series),
                BarMode.GROUPED,
                Optional.empty(),
                List.of(),
                DEFAULT_HEIGHT);
    }

    /** Returns this chart with a different title. */
    public Chart withTitle(String newTitle) {
        return new Chart(newTitle, x, y, rightAxis, series, barMode, backdrop, notes, height);
    }

    /** Returns this chart with a different height, in pixels. */
    public Chart withHeight(int pixels) {
        return new Chart(title, x, y, rightAxis, series, barMode, backdrop, notes, pixels);
    }

    /** Returns this chart with a different arrangement of bars. */
    public Chart withBarMode(BarMode mode) {
        return new Chart(title, x, y, rightAxis, series, mode, backdrop, notes, height);
    }

    /** Returns this chart with a spectrogram behind its series. */
    public Chart withBackdrop(Backdrop picture) {
        return new Chart(title, x, y, rightAxis, series, barMode, Optional.of(picture), notes, height);
    }

    /** Returns this chart with text annotations. */
    public Chart withNotes(List<Note> texts) {
        return new Chart(title, x, y, rightAxis, series, barMode, backdrop, texts, height);
    }

    /** Returns this chart with a right vertical axis and additional series. */
    public Chart withRightAxis(Axis axis, Series... otherSeries) {
        List<Series> allSeries = new ArrayList<>(series);
        allSeries.addAll(List.of(otherSeries));
        return new Chart(title, x, y, Optional.of(axis), allSeries, barMode, backdrop, notes, height);
    }

    /** Returns whether the chart has a legend, which needs at least two named series. */
    boolean hasLegend() {
        return series.stream().filter(each -> !each.name().isBlank()).count() > 1;
    }

    /** Returns the arguments of {@code Plotly.newPlot}: data, layout and config. */
    public Map<String, Object> plotly() {
        return PlotlyJson.toMap(this);
    }

    /**
     * Returns the static image together with the data of the interactive form, which replaces the image when the
     * report's scripts run. JupyterLab's Plotly extension draws {@link #plotly} instead.
     */
    @Override
    public String html() {
        return PlotlyHtml.of(title, height, png(), plotly());
    }

    /** Returns the HTML without the static image, which takes time to draw, for viewers that draw {@link #plotly}. */
    public String htmlWithoutStaticImage() {
        return PlotlyHtml.of(title, height, Optional.empty(), plotly());
    }

    @Override
    public String text() {
        return title;
    }

    @Override
    public Optional<byte[]> png() {
        return StaticChart.png(this);
    }
}
