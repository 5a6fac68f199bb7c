package audiotokens.notebook;

import audiotokens.figure.Picture;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** A place in a cell's output whose picture is replaced by each next one; the saved notebook keeps the last. */
public final class LiveFigure {
    private final BaseKernel kernel;
    private final String displayId = UUID.randomUUID().toString();
    private boolean shown;

    LiveFigure(BaseKernel kernel) {
        this.kernel = kernel;
    }

    /** Shows {@code picture} in place of the one before. */
    public synchronized void show(Picture picture) {
        DisplayData data = kernel.getRenderer().render(picture);
        data.putTransientData(KernelScreen.DISPLAY_ID, displayId);
        if (shown) {
            kernel.getIO().display.updateDisplay(data);
        } else {
            kernel.display(data);
        }
        shown = true;
    }
}
