package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.pipeline.inference.TokenEvidence;
import audiotokens.timeline.SoundEvent;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Several views of a recording, stacked over a common time axis, with a player.
 *
 * @param caption caption; may be empty
 * @param seconds duration of the time axis
 * @param rows the views, from top to bottom
 * @param sound audio of the player; empty for no player
 */
public record Timeline(String caption, double seconds, List<Row> rows, Optional<Waveform> sound) implements Renderable {
    /** Space for the labels of the left axis in static images. */
    private static final int STATIC_LEFT_PIXELS = 64;

    /** Space for the left axis if there is a row of events, whose axis shows the names of labels. */
    private static final int STATIC_LEFT_PIXELS_WITH_NAMES = 200;

    /** A view of the recording. */
    public sealed interface Row {}

    /**
     * The waveform as a line.
     *
     * @param sound samples, -1 to 1
     */
    public record WaveformRow(Waveform sound) implements Row {}

    /**
     * Tokens as a strip of colors, evenly spaced over the time axis; equal tokens have equal colors.
     *
     * @param tokens token ids, from 0
     */
    public record TokenRow(long[] tokens) implements Row {
        public TokenRow {
            tokens = tokens.clone();
            if (Arrays.stream(tokens).anyMatch(token -> token < 0)) {
                throw new IllegalArgumentException("token ids must be at least 0");
            }
        }

        @Override
        public long[] tokens() {
            return tokens.clone();
        }
    }

    /**
     * A mel-spectrogram.
     *
     * @param image image of the values
     * @param axis frequency axis
     * @param unit unit of the values, such as dB; may be empty
     */
    public record SpectrogramRow(SpectrogramImage image, MelAxis axis, String unit) implements Row {}

    /**
     * Label events as bars from onset to offset, one lane per label.
     *
     * @param events events in the order of their lanes
     */
    public record EventRow(List<SoundEvent> events) implements Row {
        public EventRow {
            events = List.copyOf(events);
        }

        /** Returns the labels of the lanes, from top to bottom. */
        List<Label> lanes() {
            return events.stream().map(SoundEvent::label).distinct().toList();
        }
    }

    /**
     * The tokens of a window, colored by their contribution to a label's score.
     *
     * @param evidence tokens and their weights
     */
    public record EvidenceRow(TokenEvidence evidence) implements Row {
        /** Returns a token's weight divided by the largest absolute weight: -1 (against the label) to 1 (for it). */
        double relativeWeight(int token) {
            double maxWeight =
                    Arrays.stream(evidence.attributions()).map(Math::abs).max().orElse(0);
            return maxWeight == 0 ? 0 : evidence.attributions()[token] / maxWeight;
        }
    }

    /** @throws IllegalArgumentException if there is no row or the duration is not positive */
    public Timeline {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || !(seconds > 0)) {
            throw new IllegalArgumentException("a timeline needs at least one row and a positive duration, but it has "
                    + rows.size() + " rows and " + seconds + " s");
        }
    }

    /** Returns the color of a token as 0xRRGGBB; adjacent ids have very different colors. */
    static int color(long token) {
        double goldenTurns = token * 0.6180339887498949;
        float brightness = 0.95f - 0.18f * (token % 3);
        return Color.HSBtoRGB((float) (goldenTurns - Math.floor(goldenTurns)), 0.6f, brightness) & 0xffffff;
    }

    /** Draws a strip with one pixel per token. */
    static BufferedImage image(long[] tokens) {
        BufferedImage image = new BufferedImage(Math.max(1, tokens.length), 1, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < tokens.length; i++) {
            image.setRGB(i, 0, color(tokens[i]));
        }
        return image;
    }

    @Override
    public String html() {
        return TimelineSvg.html(this);
    }

    @Override
    public String text() {
        return "%s (%.1f s)".formatted(caption, seconds).strip();
    }

    @Override
    public Optional<byte[]> png() {
        boolean hasEvents = rows.stream().anyMatch(row -> row instanceof EventRow);
        return StaticGrid.stacked(
                rows.stream().map(this::chart).toList(),
                hasEvents ? STATIC_LEFT_PIXELS_WITH_NAMES : STATIC_LEFT_PIXELS);
    }

    private Chart chart(Row row) {
        Axis time = Axis.linear("time (s)").withRange(0, seconds).withoutGrid();
        return switch (row) {
            case WaveformRow(Waveform wave) -> {
                Series.Line line = Envelope.line(wave.samples(), seconds);
                yield Chart.of(caption, time, Axis.linear("amplitude"), line).withHeight(200);
            }
            case TokenRow strip ->
                Chart.of(
                                "Tokens",
                                time,
                                Axis.linear("").withRange(0, 1).with(new Axis.FixedTicks(List.of(), List.of())))
                        .withBackdrop(new Chart.Backdrop(new SpectrogramImage(image(strip.tokens()), 0, 1), seconds))
                        .withHeight(120);
            case SpectrogramRow(SpectrogramImage image, MelAxis axis, String unit) ->
                Chart.of("Mel-spectrogram " + unit, time, axis.axis("frequency (Hz, mel scale)"))
                        .withBackdrop(new Chart.Backdrop(image, seconds))
                        .withHeight(260);
            case EventRow events -> StaticTimelineRows.chart(events, seconds, time);
            case EvidenceRow evidence -> StaticTimelineRows.chart(evidence, seconds, time);
        };
    }
}
