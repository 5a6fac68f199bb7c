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

    private final Screen screen;
    private final List<Bar> bars = new ArrayList<>();
    /** The display of the current outermost bar; empty before the first. */
    private String displayId = "";

    private long lastUpdate;

    NotebookProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Task begin(String name, long total, String unit) {
        Bar bar = add(name, total, unit);
        // Called without this object's lock: the shell holds its own lock during callbacks, so they could deadlock.
        Runnable unregister = bar.isOutermost() ? screen.onCellFailure(this::stopAll) : () -> {};
        return new BarTask(bar, unregister);
    }

    @Override
    public void info(String message) {
        screen.show(
                UUID.randomUUID().toString(),
                "<div class=\"audio-tokens-note " + Html.LITERAL + "\">" + Html.escape(message) + "</div>",
                message);
    }

    private synchronized Bar add(String name, long total, String unit) {
        int depth = (int) bars.stream().filter(Bar::isOpen).count();
        Bar bar = new Bar(name, total, unit, depth);
        if (bar.isOutermost()) {
            bars.clear();
            displayId = UUID.randomUUID().toString();
        }
        bars.removeIf(bar::replaces);
        bars.add(bar);
        if (bar.isOutermost()) {
            screen.show(displayId, html(), text());
        } else {
            update(true);
        }
        return bar;
    }

    private synchronized void stopAll() {
        bars.forEach(Bar::stop);
        update(true);
    }

    private synchronized void close(Bar bar) {
        if (bar.isOpen()) {
            bar.close();
            update(true);
        }
    }

    private void update(boolean force) {
        long time = System.nanoTime();
        if (force || time - lastUpdate > NANOS_BETWEEN_UPDATES) {
            lastUpdate = time;
            screen.update(displayId, html(), text());
        }
    }

    private String html() {
        return bars.stream()
                .map(Bar::html)
                .collect(Collectors.joining("\n", "<div class=\"audio-tokens-progress\">", "</div>"));
    }

    private String text() {
        return bars.stream().map(Bar::text).collect(Collectors.joining("\n"));
    }

    private final class BarTask implements Task {
        private final Bar bar;
        private final Runnable unregister;

        BarTask(Bar bar, Runnable unregister) {
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
