package audiotokens.notebook;

import audiotokens.notebook.figure.Html;
import audiotokens.work.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Draws one bar per task in the running cell, nested tasks below their parents, and updates them in place. */
final class NotebookProgress implements Progress {
    private static final long NANOS_BETWEEN_UPDATES = 100_000_000;

    private final CellOutput cellOutput;
    private final List<ProgressBar> bars = new ArrayList<>();
    /** The display of the current outermost bar; empty before the first. */
    private String displayId = "";

    private long lastUpdate;

    NotebookProgress(CellOutput cellOutput) {
        this.cellOutput = cellOutput;
    }

    @Override
    public Task begin(String name, long total, String unit) {
        ProgressBar bar = add(name, total, unit);
        // Called without this object's lock: the shell holds its own during callbacks, so holding both could deadlock.
        Runnable unregister = bar.isOutermost() ? cellOutput.onCellFailure(this::stopAll) : () -> {};
        return new BarTask(bar, unregister);
    }

    @Override
    public void info(String message) {
        cellOutput.show(
                UUID.randomUUID().toString(),
                "<div class=\"audio-tokens-note " + Html.NO_MATHJAX + "\">" + Html.escape(message) + "</div>",
                message);
    }

    private synchronized ProgressBar add(String name, long total, String unit) {
        int depth = (int) bars.stream().filter(ProgressBar::isOpen).count();
        ProgressBar bar = new ProgressBar(name, total, unit, depth);
        if (bar.isOutermost()) {
            bars.clear();
            displayId = UUID.randomUUID().toString();
        }
        bars.removeIf(bar::replaces);
        bars.add(bar);
        if (bar.isOutermost()) {
            cellOutput.show(displayId, html(), text());
        } else {
            update(true);
        }
        return bar;
    }

    private synchronized void stopAll() {
        bars.forEach(ProgressBar::stop);
        update(true);
    }

    private synchronized void close(ProgressBar bar) {
        if (bar.isOpen()) {
            bar.close();
            update(true);
        }
    }

    private void update(boolean force) {
        long time = System.nanoTime();
        if (force || time - lastUpdate > NANOS_BETWEEN_UPDATES) {
            lastUpdate = time;
            cellOutput.update(displayId, html(), text());
        }
    }

    private String html() {
        return bars.stream()
                .map(ProgressBar::html)
                .collect(Collectors.joining("\n", "<div class=\"audio-tokens-progress\">", "</div>"));
    }

    private String text() {
        return bars.stream().map(ProgressBar::text).collect(Collectors.joining("\n"));
    }

    private final class BarTask implements Task {
        private final ProgressBar bar;
        private final Runnable unregister;

        BarTask(ProgressBar bar, Runnable unregister) {
            this.bar = bar;
            this.unregister = unregister;
        }

        @Override
        public void advance(long steps) {
            synchronized (NotebookProgress.this) {
                if (bar.isOpen()) {
                    bar.advance(steps);
                    update(false);
                }
            }
        }

        @Override
        public void note(String remark) {
            synchronized (NotebookProgress.this) {
                if (bar.isOpen()) {
                    bar.note(remark);
                    update(false);
                }
            }
        }

        @Override
        public void close() {
            NotebookProgress.this.close(bar);
            unregister.run();
        }
    }
}
