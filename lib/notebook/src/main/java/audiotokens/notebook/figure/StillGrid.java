package audiotokens.notebook.figure;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Draws a grid of spectrograms as one PNG, two in a row. */
final class StillGrid {
    private static final int COLUMNS = 2;

    private StillGrid() {}

    static Optional<byte[]> png(SpectrogramGrid grid) {
        List<BufferedImage> charts = new ArrayList<>();
        try {
            for (SpectrogramGrid.Panel panel : grid.panels()) {
                Optional<byte[]> chart = StillChart.png(chart(panel));
                if (chart.isEmpty()) {
                    return Optional.empty();
                }
                charts.add(ImageIO.read(new ByteArrayInputStream(chart.get())));
            }
            return charts.isEmpty() ? Optional.empty() : Optional.of(joined(charts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlotlyFigure chart(SpectrogramGrid.Panel panel) {
        String scale = "%s to %s %s"
                .formatted(
                        TextNumber.shortened(Math.rint(panel.image().lowest())),
                        TextNumber.shortened(Math.rint(panel.image().highest())),
                        panel.unit());
        Map<String, Object> layout = Map.of(
                "height",
                260,
                "xaxis",
                Map.of("title", Map.of("text", "time (s)"), "range", List.of(0, panel.seconds())),
                "yaxis",
                Map.of(
                        "title", Map.of("text", "frequency (Hz, mel scale)"),
                        "tickvals",
                                panel.axis().ticks().stream()
                                        .map(panel.axis()::place)
                                        .toList(),
                        "ticktext",
                                panel.axis().ticks().stream().map(MelAxis::name).toList(),
                        "range", List.of(0, 1)),
                "images",
                List.of(Map.of(
                        "source", Html.dataAddress("image/png", panel.image().png()))));
        return new PlotlyFigure(panel.clip().caption() + " (" + scale.strip() + ")", List.of(), layout);
    }

    private static byte[] joined(List<BufferedImage> charts) throws IOException {
        int width = charts.getFirst().getWidth();
        int height = charts.getFirst().getHeight();
        int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage all = new BufferedImage(COLUMNS * width, rows * height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = all.createGraphics();
        for (int i = 0; i < charts.size(); i++) {
            graphics.drawImage(charts.get(i), i % COLUMNS * width, i / COLUMNS * height, null);
        }
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(all, "png", png);
        return png.toByteArray();
    }
}
