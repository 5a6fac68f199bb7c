package audiotokens.notebook.figure;

import audiotokens.audio.Waveform;
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
        return StillGrid.stacked(rows.stream().map(this::chart).toList());
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
        };
    }
}
