package audiotokens.work;

import java.time.Duration;
import java.util.Locale;

/**
 * The progress of a task, formatted for display.
 *
 * @param done steps done
 * @param total number of steps, or -1 if unknown
 * @param unit unit of a step, in the plural
 * @param seconds elapsed time
 * @param state state of the task
 * @param remark additional remark; may be empty
 */
public record TaskStatus(long done, long total, String unit, double seconds, State state, String remark) {
    /** Whether a task is running, finished or stopped. */
    public enum State {
        RUNNING,
        FINISHED,
        STOPPED
    }

    /** Formats the progress, for example {@code 1,200/20,000 clips · 300/s · 1 min 03 s left · 2 problems}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                total >= 0
                        ? String.format(Locale.ROOT, "%,d/%,d %s", done, total, unit)
                        : String.format(Locale.ROOT, "%,d %s", done, unit));
        if (done > 0 && seconds > 0) {
            text.append(" · ")
                    .append(done >= seconds ? formatRate(done / seconds) : formatDuration(seconds / done) + " each");
        }
        if (state != State.RUNNING) {
            text.append(" · ")
                    .append(state == State.STOPPED ? "stopped after " : "took ")
                    .append(formatDuration(seconds));
        } else if (done > 0 && total > done) {
            text.append(" · ")
                    .append(formatDuration(seconds * (total - done) / done))
                    .append(" left");
        }
        return remark.isEmpty() ? text.toString() : text + " · " + remark;
    }

    private static String formatRate(double rate) {
        return String.format(Locale.ROOT, rate >= 100 ? "%,.0f/s" : "%.1f/s", rate);
    }

    private static String formatDuration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        Duration span = Duration.ofSeconds(Math.round(seconds));
        return span.toHours() > 0
                ? "%d h %02d min".formatted(span.toHours(), span.toMinutesPart())
                : "%d min %02d s".formatted(span.toMinutes(), span.toSecondsPart());
    }
}
