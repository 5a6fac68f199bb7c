package audiotokens.notebook.figure;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Mel-spectrograms side by side, each with axes, color scale and player.
 *
 * @param panels the spectrograms in order
 */
public record SpectrogramGrid(List<Panel> panels) implements Renderable {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 128;
    private static final int LEFT_MARGIN = 58;
    private static final int RIGHT_MARGIN = 66;
    private static final int TOP_MARGIN = 6;
    private static final int BOTTOM_MARGIN = 40;

    public SpectrogramGrid {
        panels = List.copyOf(panels);
    }

    /**
     * One spectrogram.
     *
     * @param clip caption and samples of the clip
     * @param image spectrogram
     * @param axis frequency axis
     * @param seconds duration
     * @param unit unit of the values: dB, or empty if they are normalized
     */
    public record Panel(
            PlayerList.PlayableClip clip, SpectrogramImage image, MelAxis axis, double seconds, String unit) {}

    @Override
    public String html() {
        return panels.stream()
                .map(panel -> "<figure class=\"" + Html.NO_MATHJAX + "\" style=\"margin:0;width:"
                        + (LEFT_MARGIN + WIDTH + RIGHT_MARGIN)
                        + "px\"><figcaption>"
                        + Html.escape(panel.clip().caption()) + "</figcaption>" + svg(panel)
                        + panel.clip().player() + "</figure>")
                .collect(Collectors.joining("\n", "<div style=\"display:flex;flex-wrap:wrap;gap:1em\">", "</div>"));
    }

    private static String svg(Panel panel) {
        String parts =
                Svg.image(LEFT_MARGIN, TOP_MARGIN, WIDTH, HEIGHT, panel.image().png())
                        + Svg.frequencyAxis(LEFT_MARGIN, TOP_MARGIN, HEIGHT, panel.axis())
                        + Svg.timeAxis(LEFT_MARGIN, TOP_MARGIN + HEIGHT, WIDTH, panel.seconds())
                        + Svg.colorScale(LEFT_MARGIN + WIDTH + 8, TOP_MARGIN, HEIGHT, panel.image(), panel.unit());
        return Svg.of(
                "Mel-spectrogram", LEFT_MARGIN + WIDTH + RIGHT_MARGIN, TOP_MARGIN + HEIGHT + BOTTOM_MARGIN, parts);
    }

    @Override
    public String text() {
        return panels.stream().map(panel -> panel.clip().caption()).collect(Collectors.joining("\n"));
    }

    @Override
    public Optional<byte[]> png() {
        return StaticGrid.png(this);
    }
}
