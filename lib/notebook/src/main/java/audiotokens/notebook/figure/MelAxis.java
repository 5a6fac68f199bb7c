package audiotokens.notebook.figure;

import audiotokens.spectrogram.SpectrogramOptions;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A frequency axis on the HTK mel scale.
 *
 * @param minHz the lowest frequency, in Hz
 * @param maxHz the highest frequency, in Hz
 */
public record MelAxis(double minHz, double maxHz) {
    private static final double[] ROUND_FREQUENCIES = {250, 500, 1000, 2000, 4000, 8000, 16000, 32000};

    /** Creates the frequency axis for spectrograms computed with these options. */
    public static MelAxis of(SpectrogramOptions options) {
        return new MelAxis(options.fMin(), options.highestFrequency());
    }

    /** Returns where a frequency in Hz lies on the axis: from 0 at the bottom to 1 at the top. */
    public double position(double frequency) {
        return (mel(frequency) - mel(minHz)) / (mel(maxHz) - mel(minHz));
    }

    /** Returns the center frequency of each of {@code bands} bands, in Hz, lowest first. */
    public double[] bandCenters(int bands) {
        return IntStream.rangeClosed(1, bands)
                .mapToDouble(band -> mel(minHz) + (mel(maxHz) - mel(minHz)) * band / (bands + 1))
                .map(mel -> 700 * (Math.pow(10, mel / 2595) - 1))
                .toArray();
    }

    /** Returns those of the frequencies 250, 500, 1000, ... 32000 Hz that lie between the ends of the axis. */
    public List<Double> ticks() {
        return DoubleStream.of(ROUND_FREQUENCIES)
                .filter(frequency -> frequency > minHz && frequency < maxHz)
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
    public static String tickLabel(double frequency) {
        return frequency >= 1000 ? NumberText.shortened(frequency / 1000) + "k" : NumberText.shortened(frequency);
    }

    private static double mel(double frequency) {
        return 2595 * Math.log10(1 + frequency / 700);
    }
}
