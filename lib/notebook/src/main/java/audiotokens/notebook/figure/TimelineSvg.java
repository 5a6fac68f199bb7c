package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Renders a timeline as SVG. */
final class TimelineSvg {
    private static final int LEFT_MARGIN = 58;
    private static final int RIGHT_MARGIN = 66;
    private static final int WIDTH = Envelope.COLUMNS;
    private static final int GAP = 8;
    private static final int TIME_AXIS_HEIGHT = 36;

    /** With more runs of equal tokens than this, there are no tooltips, which would make the page large. */
    private static final int MAX_RUNS = 2_000;

    private TimelineSvg() {}

    static String html(Timeline timeline) {
        StringBuilder parts = new StringBuilder();
        int y = 6;
        for (Timeline.Row row : timeline.rows()) {
            parts.append(row(row, timeline.seconds(), y));
            y += height(row) + GAP;
        }
        parts.append(Svg.timeAxis(LEFT_MARGIN, y - GAP, WIDTH, timeline.seconds()));
        double pixelsPerSecond = WIDTH / timeline.seconds();
        String player = "";
        String picture = "";
        if (timeline.sound().isPresent()) {
            parts.append(Playhead.line(LEFT_MARGIN, 0, y - GAP));
            player = Playhead.attach(
                    new PlayerList.PlayableClip(
                                    timeline.caption(), timeline.sound().get())
                            .player(),
                    pixelsPerSecond);
            picture = Svg.of(
                            timeline.text(),
                            LEFT_MARGIN + WIDTH + RIGHT_MARGIN,
                            y - GAP + TIME_AXIS_HEIGHT,
                            parts.toString())
                    .replaceFirst("<svg ", "<svg onclick=\"" + Playhead.onClick(LEFT_MARGIN, pixelsPerSecond) + "\" ");
        } else {
            picture = Svg.of(
                    timeline.text(), LEFT_MARGIN + WIDTH + RIGHT_MARGIN, y - GAP + TIME_AXIS_HEIGHT, parts.toString());
        }
        String caption =
                timeline.caption().isBlank() ? "" : "<figcaption>" + Html.escape(timeline.caption()) + "</figcaption>";
        return "<figure class=\"" + Html.NO_MATHJAX + "\" style=\"margin:0\">" + caption + picture + player
                + "</figure>";
    }

    private static int height(Timeline.Row row) {
        return switch (row) {
            case Timeline.WaveformRow curve -> 110;
            case Timeline.TokenRow strip -> 26;
            case Timeline.SpectrogramRow bands -> 150;
            case Timeline.EventRow events -> SvgTimelineRows.height(events);
            case Timeline.EvidenceRow evidence -> 26;
        };
    }

    private static String row(Timeline.Row row, double seconds, int y) {
        int height = height(row);
        return switch (row) {
            case Timeline.WaveformRow(Waveform sound) -> curve(sound, seconds, y, height);
            case Timeline.TokenRow strip -> strip(strip.tokens(), y, height);
            case Timeline.SpectrogramRow(SpectrogramImage image, MelAxis axis, String unit) ->
                Svg.image(LEFT_MARGIN, y, WIDTH, height, image.png())
                        + Svg.frequencyAxis(LEFT_MARGIN, y, height, axis)
                        + Svg.colorScale(LEFT_MARGIN + WIDTH + 8, y, height, image, unit);
            case Timeline.EventRow events -> SvgTimelineRows.of(events, seconds, LEFT_MARGIN, y, WIDTH);
            case Timeline.EvidenceRow evidence -> SvgTimelineRows.of(evidence, seconds, LEFT_MARGIN, y, WIDTH, height);
        };
    }

    private static String curve(Waveform sound, double seconds, int y, int height) {
        double[][] envelope = Envelope.of(sound.samples(), WIDTH);
        double peak = 1e-9;
        for (double[] extrema : envelope) {
            for (double value : extrema) {
                peak = Math.max(peak, Math.abs(value));
            }
        }
        double length = WIDTH * sound.seconds() / seconds;
        int columns = envelope[0].length;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 2 * columns; i++) {
            int column = i < columns ? i : 2 * columns - 1 - i;
            double value = envelope[i < columns ? 1 : 0][column];
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    i == 0 ? "M" : "L",
                    LEFT_MARGIN + length * (column + 0.5) / columns,
                    y + height / 2.0 * (1 - value / peak)));
        }
        String peakText = NumberText.shortened(peak);
        return "<path d=\"" + path + "Z\" fill=\"" + ChartColors.of(0) + "\" stroke=\"" + ChartColors.of(0)
                + "\" stroke-width=\"0.8\"/>"
                + Svg.text(LEFT_MARGIN - 6, y + 8, "end", peakText)
                + Svg.text(LEFT_MARGIN - 6, y + height / 2.0 + 4, "end", "0")
                + Svg.text(LEFT_MARGIN - 6, y + height, "end", "-" + peakText)
                + Svg.verticalText(LEFT_MARGIN - 46, y + height / 2.0, "amplitude");
    }

    private static String strip(long[] tokens, int y, int height) {
        StringBuilder strip = new StringBuilder(Svg.image(LEFT_MARGIN, y, WIDTH, height, png(tokens))
                .replace("<image ", "<image style=\"image-rendering:pixelated\" "));
        strip.append(Svg.text(LEFT_MARGIN - 6, y + height / 2.0 + 4, "end", "tokens"));
        if (countRuns(tokens) > MAX_RUNS) {
            return strip.toString();
        }
        int runStart = 0;
        for (int i = 1; i <= tokens.length; i++) {
            if (i == tokens.length || tokens[i] != tokens[runStart]) {
                double tokenWidth = (double) WIDTH / tokens.length;
                strip.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill-opacity=\"0\">"
                                + "<title>token %d, frames %d to %d</title></rect>",
                        LEFT_MARGIN + runStart * tokenWidth,
                        y,
                        (i - runStart) * tokenWidth,
                        height,
                        tokens[runStart],
                        runStart,
                        i - 1));
                runStart = i;
            }
        }
        return strip.toString();
    }

    private static int countRuns(long[] tokens) {
        int runs = tokens.length == 0 ? 0 : 1;
        for (int i = 1; i < tokens.length; i++) {
            runs += tokens[i] == tokens[i - 1] ? 0 : 1;
        }
        return runs;
    }

    private static byte[] png(long[] tokens) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(Timeline.image(tokens), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
