package audiotokens.notebook.figure;

import audiotokens.label.Label;
import audiotokens.pipeline.inference.TokenEvidence;
import audiotokens.timeline.SoundEvent;
import java.util.List;
import java.util.Locale;

/** Renders the label rows of a timeline as SVG. */
final class SvgTimelineRows {
    private static final int LANE_HEIGHT = 20;
    /** Approximate width of a letter, in pixels. */
    private static final double LETTER_WIDTH = 6;

    /** Longer names are truncated; the tooltip contains the full name. */
    private static final int MAX_NAME_LENGTH = 60;

    private SvgTimelineRows() {}

    static int height(Timeline.EventRow events) {
        return LANE_HEIGHT * Math.max(1, events.lanes().size());
    }

    static String of(Timeline.EventRow row, double seconds, int left, int top, int width) {
        List<Label> lanes = row.lanes();
        if (lanes.isEmpty()) {
            return Svg.text(left + 4, top + 14, "start", "no label reaches its threshold");
        }
        StringBuilder parts = new StringBuilder();
        for (SoundEvent event : row.events()) {
            int lane = lanes.indexOf(event.label());
            double startX = left + width * Math.min(1, event.start() / seconds);
            double endX = left + width * Math.min(1, event.end() / seconds);
            String text = String.format(Locale.ROOT, "%s %.2f", event.label().name(), event.score());
            String truncatedText = String.format(
                    Locale.ROOT, "%s %.2f", PlotlyText.truncated(event.label().name(), MAX_NAME_LENGTH), event.score());
            parts.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\" fill=\"%s\" fill-opacity=\"%.2f\""
                            + " stroke=\"%s\"><title>%s, %.2f s to %.2f s</title></rect>",
                    startX,
                    top + lane * LANE_HEIGHT + 2,
                    Math.max(1, endX - startX),
                    LANE_HEIGHT - 4,
                    ChartColors.of(lane),
                    0.15 + 0.45 * event.score(),
                    ChartColors.of(lane),
                    Html.escape(text),
                    event.start(),
                    event.end()));
            double x = Math.max(left + 4, Math.min(startX + 4, left + width - LETTER_WIDTH * truncatedText.length()));
            parts.append(Svg.text(x, top + lane * LANE_HEIGHT + 14, "start", truncatedText)
                    .replace("<text ", "<text pointer-events=\"none\" "));
        }
        return parts.toString();
    }

    static String of(Timeline.EvidenceRow row, double seconds, int left, int top, int width, int height) {
        TokenEvidence evidence = row.evidence();
        double tokenWidth = width * (evidence.end() - evidence.start()) / seconds / evidence.tokens().length;
        double startX = left + width * evidence.start() / seconds;
        StringBuilder parts = new StringBuilder(Svg.text(left - 6, top + height / 2.0 + 4, "end", "evidence"));
        parts.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"none\" stroke=\"%s\"/>",
                startX,
                top,
                tokenWidth * evidence.tokens().length,
                height,
                ChartColors.TEXT));
        for (int i = 0; i < evidence.tokens().length; i++) {
            double weight = row.relativeWeight(i);
            parts.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\" fill-opacity=\"%.2f\">"
                            + "<title>token %d: %+.2f to the logit of %s</title></rect>",
                    startX + i * tokenWidth,
                    top,
                    tokenWidth,
                    height,
                    weight > 0 ? ChartColors.of(1) : ChartColors.of(0),
                    Math.abs(weight),
                    evidence.tokens()[i],
                    evidence.attributions()[i],
                    Html.escape(evidence.label().name())));
        }
        return parts.toString();
    }
}
