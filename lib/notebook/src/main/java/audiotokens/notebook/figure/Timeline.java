package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
import audiotokens.label.Label;
import audiotokens.pipeline.listening.TokenEvidence;
import audiotokens.timeline.SoundEvent;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One sound in several forms above each other, over one time axis, with its player.
 *
 * @param caption what it is; may be empty
 * @param seconds length of the time axis
 * @param rows the forms, from top to bottom
 * @param sound what the player plays; absent for none
 */
public record Timeline(String caption, double seconds, List<Row> rows, Optional<Waveform> sound) implements Picture {
    /** Pixels of a still image for the texts of the left axis. */
    private static final int STILL_LEFT = 64;

    /** The same where labels stand there. */
    private static final int STILL_LEFT_OF_NAMES = 200;

    /** One form of the sound. */
    public sealed interface Row {}

    /**
     * The waveform as a curve.
     *
     * @param sound its samples, from -1 to 1
     */
    public record Curve(Waveform sound) implements Row {}

    /**
     * Tokens as a strip of colors, one a frame from left to right; equal tokens have equal colors.
     *
     * @param tokens their ids, from 0
     */
    public record Strip(long[] tokens) implements Row {
        public Strip {
            tokens = tokens.clone();
            if (Arrays.stream(tokens).anyMatch(token -> token < 0)) {
                throw new IllegalArgumentException("a token is negative");
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
     * @param image its values in colors
     * @param axis the frequencies of its bands
     * @param unit of its values, such as dB; may be empty
     */
    public record Bands(SpectrogramImage image, MelAxis axis, String unit) implements Row {}

    /**
     * Labels as bars from where each is heard to where it ends, one lane a label.
     *
     * @param events in the order in which their lanes are drawn
     */
    public record Events(List<SoundEvent> events) implements Row {
        public Events {
            events = List.copyOf(events);
        }

        /** The labels that have a lane, from top to bottom. */
        List<Label> lanes() {
            return events.stream().map(SoundEvent::label).distinct().toList();
        }
    }

    /**
     * The tokens of a window, colored by what each adds to a label's score.
     *
     * @param evidence tokens with their weights
     */
    public record Evidence(TokenEvidence evidence) implements Row {
        /** What a token of the largest weight has, from -1 against the label to 1 for it. */
        double share(int token) {
            double largest =
                    Arrays.stream(evidence.weights()).map(Math::abs).max().orElse(0);
            return largest == 0 ? 0 : evidence.weights()[token] / largest;
        }
    }

    /** @throws IllegalArgumentException where there is no row, or the length is not positive */
    public Timeline {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || !(seconds > 0)) {
            throw new IllegalArgumentException("a timeline of " + rows.size() + " rows and " + seconds + " s");
        }
    }

    /** The color of a token as 0xRRGGBB; tokens near in number differ much. */
    static int color(long token) {
        double goldenTurns = token * 0.6180339887498949;
        float brightness = 0.95f - 0.18f * (token % 3);
        return Color.HSBtoRGB((float) (goldenTurns - Math.floor(goldenTurns)), 0.6f, brightness) & 0xffffff;
    }

    /** A strip of one pixel a token. */
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
        boolean named = rows.stream().anyMatch(row -> row instanceof Events);
        return StillGrid.stacked(rows.stream().map(this::chart).toList(), named ? STILL_LEFT_OF_NAMES : STILL_LEFT);
    }

    private Chart chart(Row row) {
        Axis time = Axis.linear("time (s)").from(0, seconds).withoutGrid();
        return switch (row) {
            case Curve(Waveform wave) -> {
                Series.Line line = Envelope.line(wave.samples(), seconds);
                yield Chart.of(caption, time, Axis.linear("amplitude"), line).withHeight(200);
            }
            case Strip strip ->
                Chart.of("Tokens", time, Axis.linear("").from(0, 1).with(new Axis.At(List.of(), List.of())))
                        .withBackdrop(new Chart.Backdrop(new SpectrogramImage(image(strip.tokens()), 0, 1), seconds))
                        .withHeight(120);
            case Bands(SpectrogramImage image, MelAxis axis, String unit) ->
                Chart.of("Mel-spectrogram " + unit, time, axis.axis("frequency (Hz, mel scale)"))
                        .withBackdrop(new Chart.Backdrop(image, seconds))
                        .withHeight(260);
            case Events events -> StillTimelineRows.chart(events, seconds, time);
            case Evidence evidence -> StillTimelineRows.chart(evidence, seconds, time);
        };
    }
}
