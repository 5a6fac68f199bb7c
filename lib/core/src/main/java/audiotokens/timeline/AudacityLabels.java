package audiotokens.timeline;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Writes the events of one recording as an Audacity label track: start and end in seconds, and the label with its
 * score, tab-separated. Source: Audacity's manual, "Importing and Exporting Labels".
 */
public final class AudacityLabels implements EventWriter {
    private final Writer writer;

    /** @param writer closed by {@link #close} */
    public AudacityLabels(Writer writer) {
        this.writer = writer;
    }

    @Override
    public void write(String source, SoundEvent event) throws IOException {
        writer.write(String.format(
                Locale.ROOT,
                "%.6f\t%.6f\t%s (%.2f)\n",
                event.start(),
                event.end(),
                event.label().name().replace('\t', ' '),
                event.score()));
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
