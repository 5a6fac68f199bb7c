package audiotokens.notebook.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A chart as one value. Plotly's interactive form and the still PNG are both drawn from it.
 *
 * @param title what the chart shows; also its text alternative for screen readers
 * @param x the horizontal axis
 * @param y the vertical axis on the left
 * @param right a second vertical axis on the right
 * @param series the data, drawn in order
 * @param barMode how bars of several series share a place
 * @param backdrop a picture behind the series
 * @param notes short texts at points of the chart
 * @param height in pixels, the title included
 */
public record Chart(
        String title,
        Axis x,
        Axis y,
        Optional<Axis> right,
        List<Series> series,
        BarMode barMode,
        Optional<Backdrop> backdrop,
        List<Note> notes,
        int height)
        implements Picture {
    private static final int DEFAULT_HEIGHT = 400;

    /** How the bars of several series share a place. */
    public enum BarMode {
        GROUPED,
        OVERLAID,
        STACKED
    }

    /**
     * A spectrogram behind the series; it fills the height of the plot.
     *
     * @param image the spectrogram
     * @param width where it ends on the x axis; it begins at 0
     */
    public record Backdrop(SpectrogramImage image, double width) {}

    /**
     * A short text at a point of the chart.
     *
     * @param x place on the x axis
     * @param y place on the left axis
     * @param text what it says
     */
    public record Note(double x, double y, String text) {}

    /**
     * @throws IllegalArgumentException where a series uses a right axis that the chart lacks, where bars or a heatmap do
     *     not have one value for each name of their axis, or where the height is not positive
     */
    public Chart {
        Objects.requireNonNull(title, "title");
        series = List.copyOf(series);
        notes = List.copyOf(notes);
        if (height <= 0) {
            throw new IllegalArgumentException("the height of the chart '" + title + "' is " + height + " pixels");
        }
        for (Series each : series) {
            check(title, each, x, y, right);
        }
    }

    private static void check(String title, Series series, Axis x, Axis y, Optional<Axis> right) {
        switch (series) {
            case Series.Line line
            when line.onRight() && right.isEmpty() ->
                throw new IllegalArgumentException("the chart '" + title + "' has no axis on the right");
            case Series.Bars bars -> require(title, bars.lengths().size(), y);
            case Series.Heatmap heatmap -> {
                require(title, heatmap.values().size(), y);
                heatmap.values().forEach(row -> require(title, row.size(), x));
            }
            default -> {
                // Lines, points and columns bring their own places.
            }
        }
    }

    private static void require(String title, int values, Axis axis) {
        if (values != axis.names().size()) {
            throw new IllegalArgumentException("the chart '%s' has %d values for the %d names of the axis '%s'"
                    .formatted(title, values, axis.names().size(), axis.title()));
        }
    }

    /** A chart of series over two axes, 400 pixels high. */
    public static Chart of(String title, Axis x, Axis y, Series... series) {
        return of(title, x, y, List.of(series));
    }

    /** A chart of series over two axes, 400 pixels high. */
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

    /** The same chart under another title. */
    public Chart titled(String newTitle) {
        return new Chart(newTitle, x, y, right, series, barMode, backdrop, notes, height);
    }

    /** The same chart of another height, in pixels. */
    public Chart withHeight(int pixels) {
        return new Chart(title, x, y, right, series, barMode, backdrop, notes, pixels);
    }

    /** The same chart with bars that share a place in another way. */
    public Chart withBars(BarMode mode) {
        return new Chart(title, x, y, right, series, mode, backdrop, notes, height);
    }

    /** The same chart with a spectrogram behind its series. */
    public Chart withBackdrop(Backdrop picture) {
        return new Chart(title, x, y, right, series, barMode, Optional.of(picture), notes, height);
    }

    /** The same chart with short texts at points of it. */
    public Chart withNotes(List<Note> texts) {
        return new Chart(title, x, y, right, series, barMode, backdrop, texts, height);
    }

    /** The same chart with a second vertical axis on the right, and further series. */
    public Chart withRight(Axis axis, Series... further) {
        List<Series> all = new ArrayList<>(series);
        all.addAll(List.of(further));
        return new Chart(title, x, y, Optional.of(axis), all, barMode, backdrop, notes, height);
    }

    /** Whether the chart has a legend: it takes two named series to need one. */
    boolean hasLegend() {
        return series.stream().filter(each -> !each.name().isBlank()).count() > 1;
    }

    /** What Plotly's {@code newPlot} takes: data, layout and config. */
    public Map<String, Object> plotly() {
        return PlotlyJson.map(this);
    }

    /**
     * The still image with the interactive form's data beside it. A report's page draws the latter in place of the image
     * when its scripts run; JupyterLab's Plotly extension draws {@link #plotly} instead.
     */
    @Override
    public String html() {
        return PlotlyHtml.of(title, height, png(), plotly());
    }

    /** The same without the still image, for viewers that draw {@link #plotly}: to draw a still one takes its time. */
    public String htmlWithoutStill() {
        return PlotlyHtml.of(title, height, Optional.empty(), plotly());
    }

    @Override
    public String text() {
        return title;
    }

    @Override
    public Optional<byte[]> png() {
        return StillChart.png(this);
    }
}
