package audiotokens.notebook.figure;

import java.util.Locale;

/** Builds SVG elements. Coordinates are in pixels from the upper left corner. */
final class Svg {
    private Svg() {}

    /** Creates an SVG image that shrinks on narrow pages; its text has the page's text color. */
    static String of(String altText, int width, int height, String parts) {
        return String.format(
                Locale.ROOT,
                "<svg role=\"img\" aria-label=\"%s\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " style=\"display:block;max-width:100%%;height:auto\" fill=\"currentColor\" font-size=\"11\">%s</svg>",
                Html.escape(altText),
                width,
                height,
                width,
                height,
                parts);
    }

    static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                Html.escape(text));
    }

    /** Creates vertical text, centered. */
    static String verticalText(double x, double y, String text) {
        return String.format(
                Locale.ROOT,
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                x,
                y,
                Html.escape(text));
    }

    static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\"/>",
                x1,
                y1,
                x2,
                y2);
    }

    /** Creates a bitmap that is scaled without interpolation. */
    static String image(double x, double y, double width, double height, byte[] png) {
        return String.format(
                Locale.ROOT,
                "<image x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" preserveAspectRatio=\"none\" href=\"%s\"/>",
                x,
                y,
                width,
                height,
                Html.dataUrl("image/png", png));
    }

    /** Draws ticks, labels and title of a time axis, which takes 36 pixels below {@code y}. */
    static String timeAxis(double x, double y, double width, double seconds) {
        StringBuilder axis = new StringBuilder();
        double step = step(seconds, width / 50);
        for (double second = 0; second <= seconds + 1e-9; second += step) {
            double position = x + width * second / seconds;
            axis.append(line(position, y, position, y + 4))
                    .append(text(position, y + 16, "middle", NumberText.tick(second)));
        }
        return axis.append(text(x + width / 2, y + 30, "middle", "time (s)")).toString();
    }

    private static double step(double seconds, double maxTicks) {
        for (double step : new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60}) {
            if (seconds / step <= maxTicks) {
                return step;
            }
        }
        return seconds / 6;
    }

    /** Draws ticks, labels and title of a frequency axis, left of {@code x}. */
    static String frequencyAxis(double x, double y, double height, MelAxis mel) {
        StringBuilder axis = new StringBuilder();
        for (double frequency : mel.ticks()) {
            double position = y + height * (1 - mel.position(frequency));
            axis.append(line(x - 4, position, x, position))
                    .append(text(x - 6, position + 4, "end", MelAxis.tickLabel(frequency)));
        }
        return axis.append(verticalText(x - 46, y + height / 2, "frequency (Hz)"))
                .toString();
    }

    /** Draws the color scale of a spectrogram with minimum, maximum and unit; 58 pixels wide. */
    static String colorScale(double x, double y, double height, SpectrogramImage image, String unit) {
        StringBuilder scale = new StringBuilder();
        int steps = 32;
        for (int i = 0; i < steps; i++) {
            scale.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"%.1f\" fill=\"#%06x\"/>",
                    x,
                    y + height * (1 - (i + 1.0) / steps),
                    height / steps + 0.5,
                    ColorMap.rgb((i + 0.5) / steps)));
        }
        scale.append(text(x + 14, y + 8, "start", value(image.highest())));
        scale.append(text(x + 14, y + height, "start", value(image.lowest())));
        return scale.append(text(x + 14, y + 4 + height / 2, "start", unit)).toString();
    }

    private static String value(double value) {
        return Math.abs(value) >= 10 ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.2f", value);
    }
}
