package audiotokens.notebook;

import audiotokens.notebook.figure.Html;
import audiotokens.work.TaskFigures;
import audiotokens.work.TaskFigures.State;
import java.util.Locale;

/** A progress bar with speed and remaining time. Not thread-safe. */
final class Bar {
    private final String name;
    private final long total;
    private final String unit;
    private final int depth;
    private final long start = System.nanoTime();
    private long end;
    private long done;
    private String remark = "";
    private State state = State.RUNNING;

    /** @param total number of steps, or -1 if unknown */
    Bar(String name, long total, String unit, int depth) {
        this.name = name;
        this.total = total;
        this.unit = unit;
        this.depth = depth;
    }

    /** Whether this is an outermost task. */
    boolean outermost() {
        return depth == 0;
    }

    boolean open() {
        return state == State.RUNNING;
    }

    /** Whether this bar continues the other one, for example epoch 2 after epoch 1. */
    boolean replaces(Bar other) {
        return !other.open()
                && other.depth >= depth
                && (other.depth > depth || other.kind().equals(kind()));
    }

    private String kind() {
        return name.replaceAll("\\d+", "#");
    }

    void advance(long steps) {
        done += steps;
    }

    void note(String text) {
        remark = text;
    }

    void close() {
        end(State.ENDED);
    }

    /** Marks the task as stopped, because the cell failed or an exception closed it early. */
    void stop() {
        if (open()) {
            end(State.STOPPED);
        } else if (done < total) {
            state = State.STOPPED;
        }
    }

    private void end(State how) {
        state = how;
        end = System.nanoTime();
    }

    /** The bar as a line of text. */
    String text() {
        return "  ".repeat(depth) + name + ": " + figures();
    }

    /** The bar as HTML. */
    String html() {
        double fraction = total > 0 ? Math.clamp((double) done / total, 0, 1) : open() ? 0 : 1;
        String color =
                switch (state) {
                    case RUNNING -> "#0072b2";
                    case ENDED -> "#009e73";
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
                Html.escape(figures()));
    }

    private String figures() {
        double seconds = ((open() ? System.nanoTime() : end) - start) / 1e9;
        return new TaskFigures(done, total, unit, seconds, state, remark).toString();
    }
}
