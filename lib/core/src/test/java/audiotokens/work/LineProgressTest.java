package audiotokens.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineProgressTest {
    private final AtomicLong seconds = new AtomicLong(1000);
    private final List<String> displayedLines = new ArrayList<>();

    private LineProgress progressWithInterval(int interval) {
        LineProgress.Display display = new LineProgress.Display() {
            @Override
            public void showLine(String line) {
                displayedLines.add(line);
            }

            @Override
            public void showEnd(String line) {
                displayedLines.add("end " + line);
            }

            @Override
            public void printMessage(String message) {
                displayedLines.add("message " + message);
            }
        };
        return new LineProgress(display, Duration.ofSeconds(interval), () -> seconds.get() * 1_000_000_000L);
    }

    @Test
    void aLongTaskPrintsOneLinePerInterval() {
        try (Progress.Task task = progressWithInterval(30).begin("Spectrograms", 10_000, "clips")) {
            for (int second = 0; second < 90; second++) {
                seconds.incrementAndGet();
                if (second == 40) {
                    task.note("2 problems");
                }
                task.advance(100);
            }
        }
        assertEquals(
                List.of(
                        "Spectrograms: 3,000/10,000 clips · 100/s · 1 min 10 s left",
                        "Spectrograms: 6,000/10,000 clips · 100/s · 40.0 s left · 2 problems",
                        "Spectrograms: 9,000/10,000 clips · 100/s · 10.0 s left · 2 problems",
                        "end Spectrograms: 9,000/10,000 clips · 100/s · stopped after 1 min 30 s · 2 problems"),
                displayedLines);
    }

    @Test
    void nestedTasksShareOneLineUntilTheOuterTaskEnds() {
        LineProgress progress = progressWithInterval(1);
        try (Progress.Task epochs = progress.begin("Training", 2, "epochs")) {
            for (int epoch = 0; epoch < 2; epoch++) {
                try (Progress.Task batches = progress.begin("Epoch", 4, "batches")) {
                    seconds.addAndGet(2);
                    batches.advance(4);
                }
                epochs.advance(1);
            }
        }
        assertEquals(
                List.of(
                        "Training: 0/2 epochs | Epoch: 4/4 batches · 2.0/s",
                        "Training: 1/2 epochs · 4.0 s each · 4.0 s left | Epoch: 4/4 batches · 2.0/s",
                        "end Training: 2/2 epochs · 2.0 s each · took 4.0 s"),
                displayedLines);
    }

    @Test
    void aTerminalLineIsRedrawnInPlace() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LineProgress progress = LineProgress.forTerminal(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        progress.info("Nothing to do.");
        progress.begin("Tokens", 0, "clips").close();
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertEquals("\r\033[KNothing to do.", text.substring(0, text.indexOf(System.lineSeparator())));
        assertEquals(2, text.split(System.lineSeparator()).length);
    }

    @Test
    void aFileContainsTheLastLineUntilTheTaskEnds(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("progress");
        try (Progress.Task task = LineProgress.toFile(file).begin("Tokens", 4, "clips")) {
            while (!Files.exists(file)) {
                Thread.sleep(20);
                task.note("at work");
            }
            assertEquals("Tokens: 0/4 clips · at work\n", Files.readString(file));
        }
        assertEquals("\n", Files.readString(file));
    }
}
