package audiotokens.notebook;

import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * The output area of the cell that a kernel is running.
 *
 * @param kernel kernel that runs the cell
 */
record KernelCellOutput(BaseKernel kernel) implements CellOutput {
    /** Jupyter's key of the display id; the signature of DisplayData's own setter differs between kernel versions. */
    static final String DISPLAY_ID = "display_id";

    @Override
    public void show(String displayId, String html, String text) {
        kernel.display(displayData(displayId, html, text));
    }

    @Override
    public void update(String displayId, String html, String text) {
        kernel.getIO().display.updateDisplay(displayData(displayId, html, text));
    }

    @Override
    public Runnable onCellFailure(Runnable callback) {
        JShell shell = KernelShell.of(kernel);
        JShell.Subscription subscription = shell.onSnippetEvent(event -> {
            if (event.exception() != null) {
                callback.run();
            }
        });
        return () -> shell.unsubscribe(subscription);
    }

    private static DisplayData displayData(String displayId, String html, String text) {
        DisplayData data = new DisplayData(text);
        data.putHTML(html);
        data.putTransientData(DISPLAY_ID, displayId);
        return data;
    }
}
