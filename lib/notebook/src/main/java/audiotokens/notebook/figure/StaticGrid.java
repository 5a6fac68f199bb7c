package audiotokens.notebook.figure;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Renders several charts as one PNG: a grid of spectrograms with two columns, or stacked charts. */
final class StaticGrid {
    private static final int COLUMNS = 2;

    private StaticGrid() {}

    static Optional<byte[]> png(SpectrogramGrid grid) {
        return combined(
                grid.panels().stream()
                        .map(StaticGrid::chart)
                        .map(StaticChart::png)
                        .toList(),
                COLUMNS);
    }

    /**
     * Renders stacked charts with aligned left axes.
     *
     * @param leftPixels space for the labels of the left axes
     */
    static Optional<byte[]> stacked(List<Chart> charts, int leftPixels) {
        return combined(
                charts.stream().map(chart -> StaticChart.png(chart, leftPixels)).toList(), 1);
    }

    private static Optional<byte[]> combined(List<Optional<byte[]>> pngs, int columns) {
        List<BufferedImage> images = new ArrayList<>();
        try {
            for (Optional<byte[]> png : pngs) {
                if (png.isEmpty()) {
                    return Optional.empty();
                }
                images.add(ImageIO.read(new ByteArrayInputStream(png.get())));
            }
            return images.isEmpty() ? Optional.empty() : Optional.of(arranged(images, columns));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Chart chart(SpectrogramGrid.Panel panel) {
        String scale = "%s to %s %s"
                .formatted(
                        NumberText.shortened(Math.rint(panel.image().lowest())),
                        NumberText.shortened(Math.rint(panel.image().highest())),
                        panel.unit());
        return Chart.of(
                        panel.clip().caption() + " (" + scale.strip() + ")",
                        Axis.linear("time (s)").withRange(0, panel.seconds()).withoutGrid(),
                        panel.axis().axis("frequency (Hz, mel scale)"))
                .withBackdrop(new Chart.Backdrop(panel.image(), panel.seconds()))
                .withHeight(260);
    }

    /** Arranges the charts row by row; each row has the height of its tallest chart. */
    private static byte[] arranged(List<BufferedImage> charts, int columns) throws IOException {
        int width = charts.getFirst().getWidth();
        int rows = (charts.size() + columns - 1) / columns;
        int[] tops = new int[rows + 1];
        for (int i = 0; i < charts.size(); i++) {
            int row = i / columns;
            tops[row + 1] = Math.max(tops[row + 1], tops[row] + charts.get(i).getHeight());
        }
        int columnsUsed = Math.min(columns, charts.size());
        BufferedImage grid = new BufferedImage(columnsUsed * width, tops[rows], BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = grid.createGraphics();
        for (int i = 0; i < charts.size(); i++) {
            graphics.drawImage(charts.get(i), i % columns * width, tops[i / columns], null);
        }
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(grid, "png", png);
        return png.toByteArray();
    }
}
