package audiotokens.work;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Progress as one line of text: the innermost open task, preceded by its enclosing tasks. */
public final class LineProgress implements Progress {
    private final Display display;
    private final long nanosBetweenLines;
    private final LongSupplier clock;
    private final List<LineTask> openTasks = new ArrayList<>();
    private long nextLineNanos;

    /** The output on which the line is shown. */
    public interface Display {
        /** Shows the current progress. */
        void showLine(String line);

        /** Shows the end of the outermost task; {@code line} contains the elapsed time. */
        void showEnd(String line);

        /** Prints a persistent message. */
        void printMessage(String message);
    }

    /**
     * @param interval minimum time before the first line and between lines
     * @param clock nanosecond clock, such as {@link System#nanoTime}
     */
    LineProgress(Display display, Duration interval, LongSupplier clock) {
        this.display = display;
        this.nanosBetweenLines = interval.toNanos();
        this.clock = clock;
    }

    /**
     * Creates progress output on one line that is redrawn in place, for terminals; at the end it shows the elapsed
     * time.
     */
    public static LineProgress forTerminal(PrintStream terminal) {
        String clearLine = "\r\033[K";
        Display display = new Display() {
            @Override
            public void showLine(String line) {
                terminal.print(clearLine + line);
                terminal.flush();
            }

            @Override
            public void showEnd(String line) {
                terminal.println(clearLine + line);
            }

            @Override
            public void printMessage(String message) {
                terminal.println(clearLine + message);
            }
        };
        return new LineProgress(display, Duration.ofMillis(200), System::nanoTime);
    }

    /** Creates progress output of one line every 30 s, for a log file. */
    public static LineProgress forLog(PrintStream out) {
        Display display = new Display() {
            @Override
            public void showLine(String line) {
                out.println(line);
            }

            @Override
            public void showEnd(String line) {
                out.println(line);
            }

            @Override
            public void printMessage(String message) {
                out.println(message);
            }
        };
        return new LineProgress(display, Duration.ofSeconds(30), System::nanoTime);
    }

    @SuppressWarnings("SystemConsoleNull") // null if the JDK lacks the module of its console
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Creates progress output on standard output: redrawn in place on a terminal, otherwise one line every 30 s. */
    public static LineProgress forStandardOutput() {
        return isTerminal() ? forTerminal(System.out) : forLog(System.out);
    }

    /**
     * Creates progress output to a file of one line, rewritten at most once per second, for display by another process.
     * The line is empty after the outermost task has ended.
     */
    public static LineProgress toFile(Path file) {
        Display display = new Display() {
            @Override
            public void showLine(String line) {
                try {
                    Files.writeString(file, line + "\n");
                } catch (IOException e) {
                    // progress is optional; the work continues
                }
            }

            @Override
            public void showEnd(String line) {
                showLine("");
            }

            @Override
            public void printMessage(String message) {}
        };
        return new LineProgress(display, Duration.ofSeconds(1), System::nanoTime);
    }

    @Override
    public synchronized Task begin(String name, long total, String unit) {
        long now = clock.getAsLong();
        if (openTasks.isEmpty()) {
            nextLineNanos = now + nanosBetweenLines;
        }
        LineTask task = new LineTask(name, total, unit, now);
        openTasks.add(task);
        return task;
    }

    @Override
    public synchronized void info(String message) {
        display.printMessage(message);
    }

    private void showIfDue() {
        long now = clock.getAsLong();
        if (now - nextLineNanos >= 0 && !openTasks.isEmpty()) {
            nextLineNanos = now + nanosBetweenLines;
            display.showLine(openTasks.stream()
                    .map(task -> task.text(now, TaskStatus.State.RUNNING))
                    .collect(Collectors.joining(" | ")));
        }
    }

    private final class LineTask implements Task {
        private final String name;
        private final long total;
        private final String unit;
        private final long startNanos;
        private long completedSteps;
        private String remark = "";

        LineTask(String name, long total, String unit, long startNanos) {
            this.name = name;
            this.total = total;
            this.unit = unit;
            this.startNanos = startNanos;
        }

        private String text(long now, TaskStatus.State state) {
            return name + ": " + new TaskStatus(completedSteps, total, unit, (now - startNanos) / 1e9, state, remark);
        }

        @Override
        public void advance(long steps) {
            synchronized (LineProgress.this) {
                completedSteps += steps;
                showIfDue();
            }
        }

        @Override
        public void note(String text) {
            synchronized (LineProgress.this) {
                remark = text;
                showIfDue();
            }
        }

        @Override
        public void close() {
            synchronized (LineProgress.this) {
                boolean wasOpen = openTasks.remove(this);
                if (wasOpen && openTasks.isEmpty()) {
                    boolean isComplete = total < 0 || completedSteps >= total;
                    display.showEnd(
                            text(clock.getAsLong(), isComplete ? TaskStatus.State.FINISHED : TaskStatus.State.STOPPED));
                }
            }
        }
    }
}
