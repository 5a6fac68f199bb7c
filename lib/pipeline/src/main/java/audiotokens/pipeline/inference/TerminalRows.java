package audiotokens.pipeline.inference;

import audiotokens.timeline.SoundEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints one line of text per recording or event. */
record TerminalRows(PrintStream out) implements PredictionRows {
    @Override
    public void writeLabels(String source, List<SoundEvent> labels) throws IOException {
        print(source + "  "
                + labels.stream()
                        .map(event -> String.format(
                                Locale.ROOT, "%s %.2f", event.label().name(), event.score()))
                        .collect(Collectors.joining("; ")));
    }

    @Override
    public void writeEvent(String source, SoundEvent event) throws IOException {
        print(String.format(
                Locale.ROOT,
                "%s  %s - %s  %s %.2f",
                source,
                time(event.start()),
                time(event.end()),
                event.label().name(),
                event.score()));
    }

    private static String time(double seconds) {
        long tenths = Math.round(seconds * 10);
        return String.format(
                Locale.ROOT, "%d:%02d:%02d.%d", tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60, tenths % 10);
    }

    @Override
    public void writeProblem(String source, String reason) throws IOException {
        print(source + "  " + reason);
    }

    private void print(String line) throws IOException {
        out.println(line);
        if (out.checkError()) {
            throw new IOException("the output has been closed by its reader");
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
