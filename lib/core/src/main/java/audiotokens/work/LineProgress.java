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

/** Progress in one line of text: the innermost task that is open, behind those that it is part of. */
public final class LineProgress implements Progress {
    private final Display display;
    private final long nanosBetweenLines;
    private final LongSupplier clock;
    private final List<LineTask> open = new ArrayList<>();
    private long nextLine;

    /** Where the line is shown. */
    public interface Display {
        /** Shows how far the tasks are. */
        void line(String line);

        /** The outermost task has ended; {@code line} says how long it took. */
        void end(String line);

        /** Shows a sentence that stays. */
        void sentence(String sentence);
    }

    /**
     * @param interval least time between two lines; the first comes after it
     * @param clock nanoseconds, as {@link System#nanoTime} gives them
     */
    LineProgress(Display display, Duration interval, LongSupplier clock) {
        this.display = display;
        this.nanosBetweenLines = interval.toNanos();
        this.clock = clock;
    }

    /** One line that is redrawn in place, for a terminal; it ends with the time that the outermost task took. */
    public static LineProgress inPlace(PrintStream terminal) {
        String redrawn = "\r\033[K";
        Display display = new Display() {
            @Override
            public void line(String line) {
                terminal.print(redrawn + line);
                terminal.flush();
            }

            @Override
            public void end(String line) {
                terminal.println(redrawn + line);
            }

            @Override
            public void sentence(String sentence) {
                terminal.println(redrawn + sentence);
            }
        };
        return new LineProgress(display, Duration.ofMillis(200), System::nanoTime);
    }

    /** A line every 30 s, for output that goes to a file. */
    public static LineProgress everyHalfMinute(PrintStream out) {
        Display display = new Display() {
            @Override
            public void line(String line) {
                out.println(line);
            }

            @Override
            public void end(String line) {
                out.println(line);
            }

            @Override
            public void sentence(String sentence) {
                out.println(sentence);
            }
        };
        return new LineProgress(display, Duration.ofSeconds(30), System::nanoTime);
    }

    /** For this process's standard output: in place on a terminal, else every 30 s. */
    public static LineProgress ofConsole() {
        return System.console() != null && System.console().isTerminal()
                ? inPlace(System.out)
                : everyHalfMinute(System.out);
    }

    /**
     * The line as all that a file holds, at most once a second, for another process to show; the file is empty where
     * there is nothing to do.
     */
    public static LineProgress inFile(Path file) {
        Display display = new Display() {
            @Override
            public void line(String line) {
                try {
                    Files.writeString(file, line + "\n");
                } catch (IOException e) {
                    // the work goes on where nobody sees how far it is
                }
            }

            @Override
            public void end(String line) {
                line("");
            }

            @Override
            public void sentence(String sentence) {}
        };
        return new LineProgress(display, Duration.ofSeconds(1), System::nanoTime);
    }

    @Override
    public synchronized Task begin(String name, long total, String unit) {
        long now = clock.getAsLong();
        if (open.isEmpty()) {
            nextLine = now + nanosBetweenLines;
        }
        LineTask task = new LineTask(name, total, unit, now);
        open.add(task);
        return task;
    }

    @Override
    public synchronized void say(String sentence) {
        display.sentence(sentence);
    }

    private void showWhenDue() {
        long now = clock.getAsLong();
        if (now - nextLine >= 0 && !open.isEmpty()) {
            nextLine = now + nanosBetweenLines;
            display.line(open.stream()
                    .map(task -> task.text(now, TaskFigures.State.RUNNING))
                    .collect(Collectors.joining(" | ")));
        }
    }

    private final class LineTask implements Task {
        private final String name;
        private final long total;
        private final String unit;
        private final long start;
        private long done;
        private String remark = "";

        LineTask(String name, long total, String unit, long start) {
            this.name = name;
            this.total = total;
            this.unit = unit;
            this.start = start;
        }

        private String text(long now, TaskFigures.State state) {
            return name + ": " + new TaskFigures(done, total, unit, (now - start) / 1e9, state, remark);
        }

        @Override
        public void advance(long steps) {
            synchronized (LineProgress.this) {
                done += steps;
                showWhenDue();
            }
        }

        @Override
        public void note(String text) {
            synchronized (LineProgress.this) {
                remark = text;
                showWhenDue();
            }
        }

        @Override
        public void close() {
            synchronized (LineProgress.this) {
                boolean wasOpen = open.remove(this);
                if (wasOpen && open.isEmpty()) {
                    boolean ended = total < 0 || done >= total;
                    display.end(text(clock.getAsLong(), ended ? TaskFigures.State.ENDED : TaskFigures.State.STOPPED));
                }
            }
        }
    }
}
