package audiotokens.notebook.figure;

import audiotokens.label.Label;
import audiotokens.pipeline.inference.TokenEvidence;
import audiotokens.timeline.SoundEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/** Renders the label rows of a timeline as charts for a static image. */
final class StaticTimelineRows {
    private static final int COLUMNS = 600;
    private static final int MAX_NAME_LENGTH = 28;
    private static final int BACKGROUND = 0xffffff;

    private StaticTimelineRows() {}

    static Chart chart(Timeline.EventRow row, double seconds, Axis time) {
        List<Label> lanes = row.lanes();
        int nLanes = Math.max(1, lanes.size());
        BufferedImage image = blank(nLanes);
        for (SoundEvent event : row.events()) {
            int lane = lanes.indexOf(event.label());
            int color = blended(ChartColors.of(lane), 0.3 + 0.7 * event.score());
            fill(image, lane, event.start() / seconds, event.end() / seconds, color);
        }
        Axis names = Axis.linear("")
                .withRange(0, 1)
                .with(new Axis.FixedTicks(
                        IntStream.range(0, lanes.size())
                                .mapToObj(lane -> 1 - (lane + 0.5) / nLanes)
                                .toList(),
                        lanes.stream()
                                .map(label -> PlotlyText.truncated(label.name(), MAX_NAME_LENGTH))
                                .toList()))
                .withoutGrid();
        String title = lanes.isEmpty() ? "No label reaches its threshold" : "Labels";
        return Chart.of(title, time, names)
                .withBackdrop(new Chart.Backdrop(new SpectrogramImage(image, 0, 1), seconds))
                .withHeight(100 + 26 * nLanes);
    }

    static Chart chart(Timeline.EvidenceRow row, double seconds, Axis time) {
        TokenEvidence evidence = row.evidence();
        BufferedImage image = blank(1);
        int nTokens = evidence.tokens().length;
        for (int i = 0; i < nTokens; i++) {
            double weight = row.relativeWeight(i);
            double tokenSeconds = (evidence.end() - evidence.start()) / nTokens;
            double start = evidence.start() + i * tokenSeconds;
            fill(
                    image,
                    0,
                    start / seconds,
                    (start + tokenSeconds) / seconds,
                    blended(ChartColors.of(weight > 0 ? 1 : 0), Math.abs(weight)));
        }
        return Chart.of(
                        "Tokens in favor of " + evidence.label().name(),
                        time,
                        Axis.linear("").withRange(0, 1).with(new Axis.FixedTicks(List.of(), List.of())))
                .withBackdrop(new Chart.Backdrop(new SpectrogramImage(image, 0, 1), seconds))
                .withHeight(120);
    }

    private static BufferedImage blank(int nLanes) {
        BufferedImage image = new BufferedImage(COLUMNS, nLanes, BufferedImage.TYPE_INT_RGB);
        for (int lane = 0; lane < nLanes; lane++) {
            fill(image, lane, 0, 1, BACKGROUND);
        }
        return image;
    }

    private static void fill(BufferedImage image, int lane, double startFraction, double endFraction, int color) {
        int end = Math.min(COLUMNS, (int) Math.ceil(endFraction * COLUMNS));
        for (int column = (int) (startFraction * COLUMNS); column < end; column++) {
            image.setRGB(column, lane, color);
        }
    }

    /** Blends a color with the background; {@code weight} is 0 to 1. */
    private static int blended(String hex, double weight) {
        int color = Integer.parseInt(hex.substring(1), 16);
        int blended = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double value = weight * (color >> shift & 0xff) + (1 - weight) * (BACKGROUND >> shift & 0xff);
            blended |= (int) Math.round(value) << shift;
        }
        return blended;
    }
}
