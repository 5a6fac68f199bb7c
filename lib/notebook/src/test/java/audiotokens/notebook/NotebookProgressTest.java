package audiotokens.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import audiotokens.work.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotebookProgressTest {

    /** A cell's output as a notebook would save it: the last state of every display. */
    private static final class SavedCell implements CellOutput {
        final Map<String, String> displays = new LinkedHashMap<>();
        String html = "";
        Runnable onFailure = () -> {};

        @Override
        public void show(String displayId, String html, String text) {
            displays.put(displayId, text);
            this.html = html;
        }

        @Override
        public void update(String displayId, String html, String text) {
            assertTrue(displays.containsKey(displayId), "only existing outputs can be replaced");
            displays.put(displayId, text);
        }

        @Override
        public Runnable onCellFailure(Runnable callback) {
            onFailure = callback;
            return () -> onFailure = () -> {};
        }

        String lastText() {
            return displays.values().stream().reduce("", (first, last) -> last);
        }
    }

    private final SavedCell cell = new SavedCell();
    private final Progress progress = new NotebookProgress(cell);

    @Test
    void savesTheLastStateOfATask() {
        try (Progress.Task task = progress.begin("Spectrograms", 400, "clips")) {
            task.advance(399);
            task.advance(1);
            task.note("2 skipped");
        }

        assertEquals(1, cell.displays.size());
        assertTrue(cell.lastText().startsWith("Spectrograms: 400/400 clips"), cell.lastText());
        assertTrue(cell.lastText().contains("took") && cell.lastText().endsWith("2 skipped"), cell.lastText());
    }

    @Test
    void showsNamesInAWarningLiterally() {
        progress.warn("<b>$x$.wav was skipped");
        assertEquals("<div class=\"audio-tokens-note mathjax_ignore\">&lt;b&gt;$x$.wav was skipped</div>", cell.html);
    }

    @Test
    void showsAMessage() {
        progress.info("Finished earlier");
        assertEquals("Finished earlier", cell.lastText());
    }

    @Test
    void showsANestedTaskBelowItsParentUntilTheNextNestedTaskReplacesIt() {
        try (Progress.Task training = progress.begin("Training", 2, "epochs")) {
            for (int epoch = 1; epoch <= 2; epoch++) {
                try (Progress.Task batches = progress.begin("Epoch " + epoch, 10, "batches")) {
                    batches.advance(10);
                }
                training.advance(1);
            }
        }

        assertEquals(1, cell.displays.size());
        assertTrue(cell.lastText().startsWith("Training: 2/2 epochs"), cell.lastText());
        assertTrue(cell.lastText().contains("\n  Epoch 2: 10/10 batches"), cell.lastText());
        assertFalse(cell.lastText().contains("Epoch 1"), cell.lastText());
    }

    @Test
    void showsConsecutiveTasksInSeparateDisplays() {
        progress.begin("Train", 1, "clips").close();
        progress.begin("Validation", 1, "clips").close();

        assertEquals(2, cell.displays.size());
    }

    @Test
    void marksInterruptedTasks() {
        Progress.Task task = progress.begin("Clusters", 20, "iterations");
        task.advance(3);
        cell.onFailure.run();
        task.advance(1);
        task.close();

        assertTrue(cell.lastText().startsWith("Clusters: 3/20 iterations"), cell.lastText());
        assertTrue(cell.lastText().contains("stopped after"), cell.lastText());
    }

    @Test
    void showsTheCountIfTheTotalIsUnknown() {
        Progress.Task task = progress.begin("Reading shards", -1, "clips");
        task.advance(7);
        task.close();

        assertTrue(cell.lastText().startsWith("Reading shards: 7 clips"), cell.lastText());
    }
}
