package audiotokens.notebook.figure;

import audiotokens.spectrogram.SpectrogramOptions;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A frequency axis on the HTK mel scale.
 *
 * @param lowestHertz the lowest frequency, in Hz
 * @param highestHertz the highest frequency, in Hz
 */
public record MelAxis(double lowestHertz, double highestHertz) {
    private static final double[] ROUND_FREQUENCIES = {125, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000};

    /** Creates the axis of spectrograms with these options. */
    public static MelAxis of(SpectrogramOptions options) {
        return new MelAxis(options.fMin(), options.highestFrequency());
    }

    /** Returns the position of {@code hertz} on the axis, 0 at the bottom to 1 at the top. */
    public double position(double hertz) {
        return (mel(hertz) - mel(lowestHertz)) / (mel(highestHertz) - mel(lowestHertz));
    }

    /** Returns the center frequency of each of {@code bands} bands, in Hz, lowest first. */
    public double[] bandCenters(int bands) {
        return IntStream.rangeClosed(1, bands)
                .mapToDouble(band -> mel(lowestHertz) + (mel(highestHertz) - mel(lowestHertz)) * band / (bands + 1))
                .map(mel -> 700 * (Math.pow(10, mel / 2595) - 1))
                .toArray();
    }

    /** Returns round frequencies on the axis, in Hz, at least an octave apart. */
    public List<Double> ticks() {
        return DoubleStream.of(ROUND_FREQUENCIES)
                .filter(hertz -> hertz > lowestHertz && hertz < highestHertz && hertz >= 250)
                .boxed()
                .toList();
    }

    /** Returns a chart axis from 0 (lowest frequency) to 1 (highest), with ticks at round frequencies. */
    Axis axis(String title) {
        return Axis.linear(title)
                .withRange(0, 1)
                .with(new Axis.FixedTicks(
                        ticks().stream().map(this::position).toList(),
                        ticks().stream().map(MelAxis::tickLabel).toList()))
                .withoutGrid();
    }

    /** Formats a frequency in Hz for an axis, for example 500 or 2k. */
    public static String tickLabel(double hertz) {
        return hertz >= 1000 ? NumberText.shortened(hertz / 1000) + "k" : NumberText.shortened(hertz);
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }
}
