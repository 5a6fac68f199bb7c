package audiotokens.notebook;

import audiotokens.notebook.figure.Html;
import audiotokens.work.TaskStatus;
import audiotokens.work.TaskStatus.State;
import java.util.Locale;

/** A progress bar with speed and remaining time. Not thread-safe. */
final class ProgressBar {
    private final String name;
    private final long total;
    private final String unit;
    private final int depth;
    private final long startNanos = System.nanoTime();
    private long endNanos;
    private long done;
    private String remark = "";
    private State state = State.RUNNING;

    /** @param total number of steps, or -1 if unknown */
    ProgressBar(String name, long total, String unit, int depth) {
        this.name = name;
        this.total = total;
        this.unit = unit;
        this.depth = depth;
    }

    /** Returns whether this task is not nested in another one. */
    boolean isOutermost() {
        return depth == 0;
    }

    boolean isOpen() {
        return state == State.RUNNING;
    }

    /** Returns whether this bar replaces {@code other}, for example the bar of epoch 2 that of epoch 1. */
    boolean replaces(ProgressBar other) {
        return !other.isOpen()
                && other.depth >= depth
                && (other.depth > depth || other.nameWithoutNumbers().equals(nameWithoutNumbers()));
    }

    private String nameWithoutNumbers() {
        return name.replaceAll("\\d+", "#");
    }

    void advance(long steps) {
        done += steps;
    }

    void note(String text) {
        remark = text;
    }

    void close() {
        end(State.FINISHED);
    }

    /** Marks the task as stopped, because the cell failed or an exception closed it early. */
    void stop() {
        if (isOpen()) {
            end(State.STOPPED);
        } else if (done < total) {
            state = State.STOPPED;
        }
    }

    private void end(State finalState) {
        state = finalState;
        endNanos = System.nanoTime();
    }

    /** Returns the bar as a line of text. */
    String text() {
        return "  ".repeat(depth) + name + ": " + progressText();
    }

    /** Returns the bar as HTML. */
    String html() {
        double fraction = total > 0 ? Math.clamp((double) done / total, 0, 1) : isOpen() ? 0 : 1;
        String color =
                switch (state) {
                    case RUNNING -> "#0072b2";
                    case FINISHED -> "#009e73";
                    case STOPPED -> "#d55e00";
                };
        return String.format(
                Locale.ROOT,
                "<div style=\"display:flex;align-items:center;gap:0.8em;margin-left:%dem;line-height:1.5\">"
                        + "<span style=\"width:%dem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap\">%s</span>"
                        + "<span style=\"width:14em;height:0.7em;border-radius:0.35em;background:#8883;overflow:hidden;flex:none\">"
                        + "<span style=\"display:block;height:100%%;width:%.1f%%;background:%s\"></span></span>"
                        + "<span style=\"font-variant-numeric:tabular-nums\">%s</span></div>",
                2 * depth,
                17 - 2 * Math.min(depth, 4),
                Html.escape(name),
                100 * fraction,
                color,
                Html.escape(progressText()));
    }

    private String progressText() {
        double seconds = ((isOpen() ? System.nanoTime() : endNanos) - startNanos) / 1e9;
        return new TaskStatus(done, total, unit, seconds, state, remark).toString();
    }
}
