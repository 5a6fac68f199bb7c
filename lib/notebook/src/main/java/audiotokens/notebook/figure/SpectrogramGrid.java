package audiotokens.notebook.figure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Mel-spectrograms side by side, each with its axes, its colour scale and a player.
 *
 * @param panels the spectrograms in order
 */
public record SpectrogramGrid(List<Panel> panels) implements Picture {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 128;
    private static final int LEFT = 58;
    private static final int RIGHT = 66;
    private static final int BOTTOM = 40;

    public SpectrogramGrid {
        panels = List.copyOf(panels);
    }

    /**
     * One spectrogram.
     *
     * @param clip caption and samples of the clip
     * @param image its spectrogram
     * @param axis the frequencies of its bands
     * @param seconds its length
     * @param unit the unit of its values: dB, or empty where they were normalised
     */
    public record Panel(PlayerList.HeardClip clip, SpectrogramImage image, MelAxis axis, double seconds, String unit) {}

    @Override
    public String html() {
        return panels.stream()
                .map(panel -> "<figure style=\"margin:0;width:" + (LEFT + WIDTH + RIGHT) + "px\"><figcaption>"
                        + Html.escape(panel.clip().caption()) + "</figcaption>" + svg(panel)
                        + panel.clip().player() + "</figure>")
                .collect(Collectors.joining("\n", "<div style=\"display:flex;flex-wrap:wrap;gap:1em\">", "</div>"));
    }

    private static String svg(Panel panel) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg role=\"img\" width=\"%d\" height=\"%d\" style=\"display:block\" fill=\"currentColor\" font-size=\"11\">",
                LEFT + WIDTH + RIGHT,
                HEIGHT + BOTTOM + 6));
        svg.append(String.format(
                Locale.ROOT,
                "<image x=\"%d\" y=\"6\" width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\" href=\"%s\"/>",
                LEFT,
                WIDTH,
                HEIGHT,
                Html.dataAddress("image/png", panel.image().png())));
        for (double hertz : panel.axis().ticks()) {
            double y = 6 + HEIGHT * (1 - panel.axis().place(hertz));
            svg.append(tick(LEFT - 4, y, LEFT, y)).append(text(LEFT - 6, y + 4, "end", MelAxis.name(hertz)));
        }
        for (double second = 0; second <= panel.seconds() + 1e-9; second += step(panel.seconds())) {
            double x = LEFT + WIDTH * second / panel.seconds();
            svg.append(tick(x, 6 + HEIGHT, x, 10 + HEIGHT))
                    .append(text(x, 22 + HEIGHT, "middle", TextNumber.tick(second)));
        }
        svg.append(text(LEFT + WIDTH / 2.0, 36 + HEIGHT, "middle", "time (s)"));
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(12 %d) rotate(-90)\" text-anchor=\"middle\">frequency (Hz)</text>",
                6 + HEIGHT / 2));
        return svg.append(colourScale(panel)).append("</svg>").toString();
    }

    private static String colourScale(Panel panel) {
        StringBuilder scale = new StringBuilder();
        int steps = 32;
        for (int i = 0; i < steps; i++) {
            scale.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%.1f\" width=\"10\" height=\"%.1f\" fill=\"#%06x\"/>",
                    LEFT + WIDTH + 8,
                    6 + HEIGHT * (1 - (i + 1.0) / steps),
                    HEIGHT / (double) steps + 0.5,
                    ColourMap.rgb((i + 0.5) / steps)));
        }
        int x = LEFT + WIDTH + 22;
        scale.append(text(x, 14, "start", value(panel.image().highest())));
        scale.append(text(x, 6 + HEIGHT, "start", value(panel.image().lowest())));
        return scale.append(text(x, 10 + HEIGHT / 2.0, "start", panel.unit())).toString();
    }

    private static String value(double value) {
        return Math.abs(value) >= 10 ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.2f", value);
    }

    private static double step(double seconds) {
        for (double step : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10}) {
            if (seconds / step <= 6) {
                return step;
            }
        }
        return seconds / 6;
    }

    private static String tick(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\"/>",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                Html.escape(text));
    }

    @Override
    public String text() {
        return panels.stream().map(panel -> panel.clip().caption()).collect(Collectors.joining("\n"));
    }

    @Override
    public Optional<byte[]> png() {
        return StillGrid.png(this);
    }
}
