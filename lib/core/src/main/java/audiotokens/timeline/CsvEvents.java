package audiotokens.timeline;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes events as CSV: {@code file,start,end,label,name,score,reason}. Times are in seconds; label is the ontology id.
 */
public final class CsvEvents implements EventWriter {
    private final CSVPrinter printer;

    /** @param writer closed by {@link #close} */
    public CsvEvents(Writer writer) throws IOException {
        printer = new CSVPrinter(
                writer,
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader("file", "start", "end", "label", "name", "score", "reason")
                        .setRecordSeparator("\n")
                        .get());
    }

    @Override
    public void write(String source, SoundEvent event) throws IOException {
        printer.printRecord(
                source,
                String.format(Locale.ROOT, "%.3f", event.start()),
                String.format(Locale.ROOT, "%.3f", event.end()),
                event.label().id(),
                event.label().name(),
                String.format(Locale.ROOT, "%.4f", event.score()),
                "");
        printer.flush();
    }

    @Override
    public void writeReason(String source, String reason) throws IOException {
        printer.printRecord(source, "", "", "", "", "", reason);
        printer.flush();
    }

    @Override
    public void close() throws IOException {
        printer.close();
    }
}
