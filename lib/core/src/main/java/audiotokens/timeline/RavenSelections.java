package audiotokens.timeline;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Writes the events of one recording as a selection table of the Cornell Lab's Raven: tab-separated, times in seconds.
 * Raven requires a frequency range, which the model does not predict; it is 0 to half the model's sample rate.
 */
public final class RavenSelections implements EventWriter {
    private final Writer writer;
    private final double maxFrequency;
    private int selectionCount;

    /**
     * @param writer closed by {@link #close}
     * @param maxFrequency upper frequency of each selection, in Hz
     */
    public RavenSelections(Writer writer, double maxFrequency) throws IOException {
        this.writer = writer;
        this.maxFrequency = maxFrequency;
        writer.write("Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)"
                + "\tBegin File\tLabel\tScore\n");
    }

    @Override
    public void write(String source, SoundEvent event) throws IOException {
        writer.write(String.format(
                Locale.ROOT,
                "%d\tSpectrogram 1\t1\t%.6f\t%.6f\t0.0\t%.1f\t%s\t%s\t%.4f\n",
                ++selectionCount,
                event.start(),
                event.end(),
                maxFrequency,
                source.replace('\t', ' '),
                event.label().name().replace('\t', ' '),
                event.score()));
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
